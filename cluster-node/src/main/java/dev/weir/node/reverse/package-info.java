/// The hosts for which a node stands, put together from the configuration: their origins, and what
/// is shown of them.
@NullMarked
package dev.weir.node.reverse;

import org.jspecify.annotations.NullMarked;
