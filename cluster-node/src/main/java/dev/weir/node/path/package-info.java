/// The way of a diverted packet through this host: capture, decapsulation, TUN, and what the kernel
/// does not know.
@NullMarked
package dev.weir.node.path;

import org.jspecify.annotations.NullMarked;
