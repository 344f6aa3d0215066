/// The devices packets come from and go to: pcap capture, TUN, raw socket.
///
/// The only package of this module that performs I/O.
@NullMarked
package dev.weir.gre.device;

import org.jspecify.annotations.NullMarked;
