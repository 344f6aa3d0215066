/// The thin side of the router's WCCP: the socket, the timers, and the effects carried out.
///
/// `§` means the sections of docs/wccp.md. What is decided is decided in `dev.weir.wccp.router`;
/// all of this package but the published values belongs to the control thread.
@NullMarked
package dev.weir.router.control;

import org.jspecify.annotations.NullMarked;
