package dev.weir.node.syslog;

/// Where messages go, and what they say of their origin.
public record SyslogSettings(
    Transport transport, String host, int port, Facility facility, String nodeName) {
  /// How messages travel.
  public enum Transport {
    /// One in each datagram (RFC 5426).
    UDP,
    /// One after the other, each behind its length (RFC 6587 §3.4.1 Octet Counting).
    TCP
  }

  /// The same from a node of this name.
  public SyslogSettings from(String name) {
    return new SyslogSettings(transport, host, port, facility, name);
  }
}
