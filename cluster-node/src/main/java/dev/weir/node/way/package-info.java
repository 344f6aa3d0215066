/// From what the configuration says of the ways in to what the proxy is told of them.
@NullMarked
package dev.weir.node.way;

import org.jspecify.annotations.NullMarked;
