package dev.weir.bench;

import java.net.InetAddress;

/// Octets on their way from one station to another; nobody changes them.
final class Datagram {
  private final byte[] octets;
  private final InetAddress from;
  private final InetAddress to;

  Datagram(byte[] octets, InetAddress from, InetAddress to) {
    this.octets = octets;
    this.from = from;
    this.to = to;
  }

  byte[] octets() {
    return octets;
  }

  InetAddress from() {
    return from;
  }

  InetAddress to() {
    return to;
  }
}
