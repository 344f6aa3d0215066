/// Whose a URL is: the epochs that the routers' tables make, who owned a bucket before, and what a
/// node may therefore store, serve, ask for and drop.
///
/// `§` means docs/wccp.md. Everything here is a function of (state, input, time): no socket,
/// thread, clock or logger.
@NullMarked
package dev.weir.node.ownership;

import org.jspecify.annotations.NullMarked;
