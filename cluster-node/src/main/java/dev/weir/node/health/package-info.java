/// Whether this node can serve: a test along the way of a diverted packet, a watch over the event
/// loops, and the gate that both close.
///
/// What is decided is decided without thread, clock or device; one thread drives it.
@NullMarked
package dev.weir.node.health;

import org.jspecify.annotations.NullMarked;
