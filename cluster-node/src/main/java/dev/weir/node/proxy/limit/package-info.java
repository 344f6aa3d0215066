/// How much clients may want: connections, octets, time, and the memory that is left for them.
///
/// What is decided is decided without socket or clock of its own; [dev.weir.node.proxy.limit.Guard]
/// carries it out on a connection.
@NullMarked
package dev.weir.node.proxy.limit;

import org.jspecify.annotations.NullMarked;
