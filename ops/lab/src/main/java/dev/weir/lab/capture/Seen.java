package dev.weir.lab.capture;

/// A packet of a capture, as far as the lab speaks of it.
public sealed interface Seen {
  /// When it was seen, wall clock, microseconds since 1970.
  long atMicros();

  /// The sender of the outermost IPv4 header.
  String source();

  /// The receiver of the outermost IPv4 header.
  String destination();

  /// A WCCP message (UDP port 2048) whose digest is right.
  ///
  /// @param type its name, such as `HERE_I_AM`
  /// @param receiveId the receive id of an I_SEE_YOU (§3.3); 0 in other messages
  /// @param key the assignment key of a REDIRECT_ASSIGN (§3.8) or of an I_SEE_YOU's view (§3.6), as
  ///   `10.0.2.11/1`; empty when there is none
  record Wccp(
      long atMicros, String source, String destination, String type, long receiveId, String key)
      implements Seen {
    /// The type of HERE_I_AM.
    public static final String HERE_I_AM = "HERE_I_AM";

    /// The type of I_SEE_YOU.
    public static final String I_SEE_YOU = "I_SEE_YOU";

    /// The type of REDIRECT_ASSIGN.
    public static final String REDIRECT_ASSIGN = "REDIRECT_ASSIGN";
  }

  /// A datagram to the WCCP port, or a GRE packet, that is not what it has to be.
  ///
  /// @param reason the codec's reason
  record Malformed(long atMicros, String source, String destination, String reason)
      implements Seen {}

  /// A redirected packet: IPv4, GRE (protocol number 47), redirect header, IPv4, TCP (§6).
  ///
  /// @param protocol the GRE protocol type, 0x883E for WCCP
  /// @param service the service id of the redirect header (§6.3)
  /// @param bucket its primary bucket
  /// @param overhead octets before the inner IPv4 header
  /// @param inner the packet inside
  record Redirected(
      long atMicros,
      String source,
      String destination,
      int protocol,
      int service,
      int bucket,
      int overhead,
      Inner inner)
      implements Seen {}

  /// The TCP/IPv4 packet inside a redirected one.
  ///
  /// @param source the client
  /// @param sourcePort its port
  /// @param destination the origin
  /// @param destinationPort its port
  /// @param syn whether it opens a connection (SYN without ACK)
  record Inner(
      String source, int sourcePort, String destination, int destinationPort, boolean syn) {}

  /// An ICMP message.
  ///
  /// @param type the type; 3 is "destination unreachable"
  /// @param code the code; 2 of type 3 is "protocol unreachable"
  record Icmp(long atMicros, String source, String destination, int type, int code)
      implements Seen {
    /// Whether it says that somebody does not know a protocol, such as GRE.
    public boolean protocolUnreachable() {
      return type == 3 && code == 2;
    }
  }

  /// Anything else.
  record Other(long atMicros, String source, String destination) implements Seen {}
}
