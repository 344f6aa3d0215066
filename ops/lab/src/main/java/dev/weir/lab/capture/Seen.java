package dev.weir.lab.capture;

import dev.weir.gre.RedirectHeader;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.Version1;
import java.util.Optional;

/// A packet of a capture, as far as the lab speaks of it.
public sealed interface Seen {
  /// When it was seen, wall clock, microseconds since 1970.
  long atMicros();

  /// The sender of the outermost IPv4 header.
  String source();

  /// The receiver of the outermost IPv4 header.
  String destination();

  /// A WCCP message (UDP port 2048) whose digest is right.
  record Wccp(long atMicros, String source, String destination, Message message) implements Seen {
    /// Its name in the drafts, such as `HERE_I_AM`.
    public String type() {
      return message.wireName();
    }

    /// The receive id of an I_SEE_YOU (§2.2, §3.3); 0 in other messages.
    public long receiveId() {
      return switch (message) {
        case Message.ISeeYou it -> Integer.toUnsignedLong(it.router().receiveId().value());
        case Version1.ISeeYou it -> Integer.toUnsignedLong(it.receiveId().value());
        default -> 0;
      };
    }
  }

  /// A datagram to the WCCP port, or a GRE packet, that is not what it has to be.
  ///
  /// @param reason the codec's reason
  record Malformed(long atMicros, String source, String destination, String reason)
      implements Seen {}

  /// A redirected packet: IPv4, GRE (protocol number 47), redirect header, IPv4, TCP (§6).
  ///
  /// @param protocol the GRE protocol type, 0x883E for WCCP
  /// @param redirect the redirect header (§6.3), which version 1 does not have (§6.2)
  /// @param overhead octets before the inner IPv4 header
  /// @param inner the packet inside
  record Redirected(
      long atMicros,
      String source,
      String destination,
      int protocol,
      Optional<RedirectHeader> redirect,
      int overhead,
      Inner inner)
      implements Seen {}

  /// A TCP packet that is in nothing but its frame, such as one handed over by L2 (§6.4).
  ///
  /// @param receiver the Ethernet address the frame is for; empty on links without
  record Plain(long atMicros, String source, String destination, String receiver, Inner packet)
      implements Seen {}

  /// The TCP/IPv4 packet inside a redirected one, or a plain one.
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
