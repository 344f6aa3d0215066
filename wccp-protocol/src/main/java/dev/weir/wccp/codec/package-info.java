/// Datagrams to messages and back (§2, §3): bounds, authentication, components in their order.
///
/// `§` means the section of docs/wccp.md. Total for every input; no I/O, no clock, no logging.
@NullMarked
package dev.weir.wccp.codec;

import org.jspecify.annotations.NullMarked;
