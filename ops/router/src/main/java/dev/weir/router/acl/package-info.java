/// Access lists and route-maps as a router's operator writes them: ordered, first match decides.
///
/// Pure values, asked once per packet: no allocation, no I/O, nothing of the program around them.
@NullMarked
package dev.weir.router.acl;

import org.jspecify.annotations.NullMarked;
