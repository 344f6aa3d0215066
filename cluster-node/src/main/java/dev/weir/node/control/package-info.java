/// The thin side of WCCP: the socket, the timers, and the effects of the machines carried out.
///
/// `§` means the section of docs/wccp.md. All of it but what is published through volatile fields
/// belongs to the control thread.
@NullMarked
package dev.weir.node.control;

import org.jspecify.annotations.NullMarked;
