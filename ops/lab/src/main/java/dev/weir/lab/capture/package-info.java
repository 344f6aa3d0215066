/// Reading back what was on the wire: pcap files, GRE packets and WCCP messages.
@NullMarked
package dev.weir.lab.capture;

import org.jspecify.annotations.NullMarked;
