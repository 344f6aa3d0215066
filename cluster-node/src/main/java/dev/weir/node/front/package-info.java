/// What a node's cache is made of: what it opens, what its proxy is told, and what may change.
@NullMarked
package dev.weir.node.front;

import org.jspecify.annotations.NullMarked;
