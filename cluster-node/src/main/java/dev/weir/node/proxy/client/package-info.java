/// The client's side of the proxy: a conversation per connection, a transaction per request.
///
/// Confined to the event loop of the client's connection.
@NullMarked
package dev.weir.node.proxy.client;

import org.jspecify.annotations.NullMarked;
