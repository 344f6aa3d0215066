/// From a GRE packet to a verdict and back: IPv4, GRE and redirect-header codecs, decapsulation,
/// encapsulation.
///
/// The packet path allocates nothing per packet. `§` means the section of docs/wccp.md.
@NullMarked
package dev.weir.gre;

import org.jspecify.annotations.NullMarked;
