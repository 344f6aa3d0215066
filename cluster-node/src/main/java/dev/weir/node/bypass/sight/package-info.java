/// What the proxy sees of connections that are better not intercepted, and the words in which it
/// tells.
@NullMarked
package dev.weir.node.bypass.sight;

import org.jspecify.annotations.NullMarked;
