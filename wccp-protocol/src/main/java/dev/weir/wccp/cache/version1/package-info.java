/// What a cache that speaks WCCP1 owes its router as the designated one.
///
/// `§` means the section of docs/wccp.md. No I/O, no clock, no logging.
@NullMarked
package dev.weir.wccp.cache.version1;

import org.jspecify.annotations.NullMarked;
