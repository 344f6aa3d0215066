/// The other nodes' side of the link: what they ask this node.
///
/// Confined to the event loop of the peer's connection.
@NullMarked
package dev.weir.node.peer.door;

import org.jspecify.annotations.NullMarked;
