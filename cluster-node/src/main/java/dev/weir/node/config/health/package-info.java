/// The `health` section of the node's file.
@NullMarked
package dev.weir.node.config.health;

import org.jspecify.annotations.NullMarked;
