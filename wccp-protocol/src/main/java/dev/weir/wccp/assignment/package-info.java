/// Who owns which of the 256 buckets, and how a table is computed with the fewest moves.
///
/// `§` means the section of docs/wccp.md. No I/O, no clock, no logging.
@NullMarked
package dev.weir.wccp.assignment;

import org.jspecify.annotations.NullMarked;
