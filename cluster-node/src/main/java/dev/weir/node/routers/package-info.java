/// What is known of each router, for whoever watches: whether it lists this node, and since when it
/// has said nothing. `§` means docs/wccp.md.
@org.jspecify.annotations.NullMarked
package dev.weir.node.routers;
