/// What a node and its cluster have done lately: requests, octets, the load of each bucket, hosts.
///
/// Counting takes a few nanoseconds and no lock; the rest is done once a second by a thread of its
/// own. Everything is of fixed size.
@NullMarked
package dev.weir.node.tally;

import org.jspecify.annotations.NullMarked;
