/// What the files of a disk hold: records one behind the other in segments, each with its checksum,
/// and at the end of a full segment a list of what is in it.
///
/// All numbers are big-endian. Every checksum of a place is made with the numbers of the disk, the
/// segment and the place, so that what was written elsewhere, or in an earlier life of a file, is
/// taken for nothing.
@NullMarked
package dev.weir.cache.disk.segment;

import org.jspecify.annotations.NullMarked;
