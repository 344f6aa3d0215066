/// The grid: Hazelcast, bounded to what the nodes tell each other early.
///
/// It says who came and went, and carries the table in force to nodes that hear no router. Where a
/// router is heard the grid is not the truth about a bucket, and never about an object. When it is
/// gone, traffic goes on unchanged; nothing waits for it. Values are bytes of our own encoding, so
/// that no class is ever read from the network.
@NullMarked
package dev.weir.node.grid;

import org.jspecify.annotations.NullMarked;
