/// The part of `proxy.bypass` that the node fills itself: what it may learn to spare, and how long.
@NullMarked
package dev.weir.node.config.bypass;

import org.jspecify.annotations.NullMarked;
