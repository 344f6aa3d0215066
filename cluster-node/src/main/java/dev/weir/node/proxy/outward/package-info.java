/// What a request of a client has beyond its own connection: origins, other nodes, and the requests
/// that are under way for the same key.
///
/// Confined to the event loop of the client's connection.
@NullMarked
package dev.weir.node.proxy.outward;

import org.jspecify.annotations.NullMarked;
