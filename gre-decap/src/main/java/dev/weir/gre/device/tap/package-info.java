/// Copies of packets for people to look at, beside the packet path and unknown to it.
@NullMarked
package dev.weir.gre.device.tap;

import org.jspecify.annotations.NullMarked;
