/// What must fit together in a node's file.
@NullMarked
package dev.weir.node.config.check;

import org.jspecify.annotations.NullMarked;
