/// A short TCP connection spoken without the kernel, to try the way of a diverted packet.
@NullMarked
package dev.weir.gre.probe;

import org.jspecify.annotations.NullMarked;
