/// The packet path of the router: what happens to a packet that the policy rule diverted.
///
/// `§` means the sections of docs/wccp.md. [RedirectDecision] decides without I/O and without
/// allocating; [PacketPath] is the one thread that reads, encapsulates and writes back.
@NullMarked
package dev.weir.router.packet;

import org.jspecify.annotations.NullMarked;
