/// What goes wrong between messages: ids never echoed, keys never shown, silence.
///
/// Follows a capture message by message, bounded whatever it holds. `§` means the section of
/// docs/wccp.md. No I/O, no clock, no logging.
@NullMarked
package dev.weir.wccp.diagnosis.conversation;

import org.jspecify.annotations.NullMarked;
