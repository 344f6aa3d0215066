/// WCCP messages and components as a sealed grammar of records, with their codec and security.
///
/// `§` means the section of docs/wccp.md. No I/O, no clock, no logging.
@NullMarked
package dev.weir.wccp.message;

import org.jspecify.annotations.NullMarked;
