/// Access lists as a router's operator writes them: ordered, first match decides, the rest denied.
///
/// Pure values, asked once per packet: no allocation, no I/O, nothing of the program around them.
@NullMarked
package dev.weir.router.acl;

import org.jspecify.annotations.NullMarked;
