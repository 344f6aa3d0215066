/// Our side of WCCP: the conversation with each router, and the duties of the designated cache.
///
/// `§` means the section of docs/wccp.md. No I/O, no clock, no logging.
@NullMarked
package dev.weir.wccp.cache;

import org.jspecify.annotations.NullMarked;
