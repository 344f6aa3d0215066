/// The router's configuration as an operator of routers writes it: lines of IOS.
///
/// [IosReader] turns the text into an [IosConfig], or into every reason why not; what the router
/// does with it is decided elsewhere. `§` means the sections of docs/wccp.md. No I/O.
@NullMarked
package dev.weir.router.ios;

import org.jspecify.annotations.NullMarked;
