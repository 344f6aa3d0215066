/// The section `proxy.limits` of the node's file.
@NullMarked
package dev.weir.node.config.limit;

import org.jspecify.annotations.NullMarked;
