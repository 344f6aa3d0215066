/// The thin side of the router's WCCP: the socket, the timers, and the effects carried out.
///
/// `§` means the sections of docs/wccp.md. What is decided is decided in `dev.weir.wccp.router`;
/// all of this package but [UdpPort#wake] and the published values belongs to the control thread.
@NullMarked
package dev.weir.router.control;

import dev.weir.node.control.UdpPort;
import org.jspecify.annotations.NullMarked;
