/// Where a host is at home: in one bucket, whatever addresses it has.
///
/// The directory node of a name, the owner of the name's own bucket, keeps the record; who asks
/// first proposes. Records are kept as 64-bit numbers of the names, so that a million fit.
@NullMarked
package dev.weir.node.ownership.home;

import org.jspecify.annotations.NullMarked;
