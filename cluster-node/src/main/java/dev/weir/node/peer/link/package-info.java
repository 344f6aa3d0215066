/// This node's side of the link to the others: what it relays through them and what it asks them.
///
/// Confined to one event loop each, the one of the client's connection.
@NullMarked
package dev.weir.node.peer.link;

import org.jspecify.annotations.NullMarked;
