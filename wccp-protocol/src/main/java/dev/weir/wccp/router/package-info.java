/// The router's side of WCCP2: who may receive packets, and by which table they are redirected.
///
/// `§` means the section of docs/wccp.md. No I/O, no clock, no logging.
@NullMarked
package dev.weir.wccp.router;

import org.jspecify.annotations.NullMarked;
