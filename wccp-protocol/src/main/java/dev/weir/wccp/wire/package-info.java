/// The only place that touches the octets of a WCCP datagram: a bounds-checked reader and a writer.
///
/// `§` means the section of docs/wccp.md. No I/O, no clock, no logging.
@NullMarked
package dev.weir.wccp.wire;

import org.jspecify.annotations.NullMarked;
