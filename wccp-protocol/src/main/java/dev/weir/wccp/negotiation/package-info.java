/// What a router offers, what a cache chooses, and the timers that follow (§3.10, §4.1).
///
/// `§` means the section of docs/wccp.md. No I/O, no clock, no logging.
@NullMarked
package dev.weir.wccp.negotiation;

import org.jspecify.annotations.NullMarked;
