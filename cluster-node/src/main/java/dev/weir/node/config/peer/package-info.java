/// The `peers` section of a node's file.
@NullMarked
package dev.weir.node.config.peer;

import org.jspecify.annotations.NullMarked;
