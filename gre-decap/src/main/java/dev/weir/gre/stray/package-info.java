/// Where packets came from whose connections this host does not know, so that they can go back.
///
/// Pure: no packets, no clock. Addresses are the `int` of their four octets in network order.
@NullMarked
package dev.weir.gre.stray;

import org.jspecify.annotations.NullMarked;
