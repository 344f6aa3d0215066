/// The composition root of a cluster node.
@NullMarked
package dev.weir.node;

import org.jspecify.annotations.NullMarked;
