package dev.weir.wccp.scenario;

import java.net.InetAddress;
import java.util.HexFormat;

/// A datagram that somebody sent, lost or not.
///
/// @param what where it comes from, for whoever reads about it
/// @param hex its UDP payload
record Sent(String what, InetAddress from, InetAddress to, String hex) {
  byte[] octets() {
    return HexFormat.of().parseHex(hex);
  }
}
