package dev.weir.node.syslog;

/// Where messages go, and what they say of their origin.
///
/// @param host the path of a socket of this host
/// @param port 0 for such a socket
public record SyslogSettings(
    Transport transport, String host, int port, Facility facility, String nodeName) {
  /// How messages travel.
  public enum Transport {
    /// One in each datagram (RFC 5426).
    UDP,
    /// One after the other, each behind its length (RFC 6587 §3.4.1 Octet Counting).
    TCP,
    /// One in each datagram to a socket of this host.
    UNIX
  }

  /// Where they go.
  String to() {
    return transport == Transport.UNIX ? host : host + ":" + port;
  }

  /// The same from a node of this name.
  public SyslogSettings from(String name) {
    return new SyslogSettings(transport, host, port, facility, name);
  }
}
