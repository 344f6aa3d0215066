package dev.weir.cli.generate;

import dev.weir.node.config.value.Prefix;
import java.util.Optional;

/// One line of an access list.
///
/// @param source where from; empty: anywhere
/// @param destination where to; empty: anywhere
/// @param port 0: any
/// @param portOfSource whether it is the port that packets come from
record Rule(
    boolean permit,
    String protocol,
    Optional<Prefix> source,
    Optional<Prefix> destination,
    int port,
    boolean portOfSource) {
  private static final int HTTP = 80;

  /// How equipment writes a network.
  enum Networks {
    /// `198.51.100.0 0.0.0.255`, as IOS does.
    WILDCARD,
    /// `198.51.100.0 255.255.255.0`, as ASA does.
    NETMASK,
    /// `198.51.100.0/24`, as NX-OS does.
    PREFIX
  }

  /// Says no, whatever the ports.
  static Rule deny(String protocol, Optional<Prefix> source, Optional<Prefix> destination) {
    return new Rule(false, protocol, source, destination, 0, false);
  }

  /// Says no to a port of TCP.
  static Rule denyPort(int port, boolean ofSource) {
    return new Rule(false, "tcp", Optional.empty(), Optional.empty(), port, ofSource);
  }

  /// The line, without what stands before its verb.
  String in(Networks networks) {
    String test = port == 0 ? "" : " eq " + (port == HTTP ? "www" : Integer.toString(port));
    return (permit ? "permit " : "deny ")
        + protocol
        + " "
        + network(source, networks)
        + (portOfSource ? test : "")
        + " "
        + network(destination, networks)
        + (portOfSource ? "" : test);
  }

  private static String network(Optional<Prefix> prefix, Networks networks) {
    if (prefix.isEmpty() || prefix.get().length() == 0) {
      return "any";
    }
    String address = prefix.get().network().getHostAddress();
    int length = prefix.get().length();
    if (networks == Networks.PREFIX) {
      return address + "/" + length;
    }
    if (length == Integer.SIZE) {
      return "host " + address;
    }
    int mask = Prefix.mask(length);
    return address + " " + dotted(networks == Networks.WILDCARD ? ~mask : mask);
  }

  /// A mask as routers write it.
  static String dotted(int bits) {
    return (bits >>> 24)
        + "."
        + (bits >> 16 & 0xff)
        + "."
        + (bits >> 8 & 0xff)
        + "."
        + (bits & 0xff);
  }
}
