/// What is wrong with messages of any make, and where: for people with a capture.
///
/// Takes datagrams apart as far as they go and judges them, one by one and as a conversation. No
/// machine acts on anything of this. `§` means the section of docs/wccp.md. No I/O, no clock, no
/// logging.
@NullMarked
package dev.weir.wccp.diagnosis;

import org.jspecify.annotations.NullMarked;
