/// Which connections are spared: rules by client, by origin and by port, in a form that answers per
/// packet without allocating.
///
/// Pure: no packets, no clock. Addresses are the `int` of their four octets in network order.
@NullMarked
package dev.weir.gre.bypass;

import org.jspecify.annotations.NullMarked;
