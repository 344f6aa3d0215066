/// The origin's side of the proxy: pooled connections and one exchange at a time on each.
///
/// Confined to one event loop each, the one of the client's connection.
@NullMarked
package dev.weir.node.proxy.origin;

import org.jspecify.annotations.NullMarked;
