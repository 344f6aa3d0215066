package dev.weir.lab.capture;

import dev.weir.gre.RedirectedPacket;
import dev.weir.gre.TcpHeader;
import dev.weir.wccp.codec.Decoded;
import dev.weir.wccp.codec.MessageCodec;
import dev.weir.wccp.message.Message;
import java.net.Inet4Address;
import java.nio.ByteBuffer;

/// Tells what a captured IPv4 packet is, with the codecs that router and nodes use themselves.
///
/// Total: octets that make no sense are [Seen.Malformed] where WCCP or GRE was to be expected, and
/// [Seen.Other] elsewhere.
public final class Dissector {
  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int GRE = 47;
  private static final int WCCP_PORT = 2048;
  private static final int FRAGMENT_BITS = 0x1fff;
  private static final int UDP_OCTETS = 8;
  private static final int TCP_FLAGS_AT = 13;

  private final MessageCodec codec;

  /// A dissector that checks the digests of WCCP messages with the given codec.
  public Dissector(MessageCodec codec) {
    this.codec = codec;
  }

  /// What the packet is.
  public Seen read(CaptureReader.Packet packet) {
    ByteBuffer octets = packet.octets();
    if (octets.remaining() < 20) {
      return new Seen.Other(packet.atMicros(), "", "");
    }
    var from = new Envelope(packet.atMicros(), address(octets, 12), address(octets, 16));
    int header = (octets.get(0) & 0xf) * 4;
    boolean first = (u16(octets, 6) & FRAGMENT_BITS) == 0;
    int left = octets.remaining() - header;
    if ((octets.get(0) & 0xf0) != 0x40 || left < UDP_OCTETS || !first) {
      return from.other();
    }
    return switch (octets.get(9) & 0xff) {
      case GRE -> gre(from, octets);
      case ICMP ->
          new Seen.Icmp(
              from.at(),
              from.source(),
              from.destination(),
              octets.get(header) & 0xff,
              octets.get(header + 1) & 0xff);
      case TCP ->
          left > TCP_FLAGS_AT ? from.plain(octets, header, packet.receiver()) : from.other();
      case UDP ->
          u16(octets, header + 2) == WCCP_PORT
              ? wccp(from, octets.slice(header + UDP_OCTETS, left - UDP_OCTETS))
              : from.other();
      default -> from.other();
    };
  }

  /// What every packet has.
  private record Envelope(long at, String source, String destination) {
    Seen other() {
      return new Seen.Other(at, source, destination);
    }

    Seen plain(ByteBuffer octets, int tcp, String receiver) {
      var packet =
          new Seen.Inner(
              source,
              u16(octets, tcp),
              destination,
              u16(octets, tcp + 2),
              isSyn(octets.get(tcp + TCP_FLAGS_AT)));
      return new Seen.Plain(at, source, destination, receiver, packet);
    }

    Seen malformed(String reason) {
      return new Seen.Malformed(at, source, destination, reason);
    }
  }

  private static Seen gre(Envelope from, ByteBuffer octets) {
    return switch (RedirectedPacket.decode(octets)) {
      case RedirectedPacket.Refused(var reason) -> from.malformed("GRE: " + reason);
      case RedirectedPacket.Redirected packet -> {
        TcpHeader tcp = packet.tcp();
        yield new Seen.Redirected(
            from.at(),
            from.source(),
            from.destination(),
            packet.gre().protocol(),
            packet.redirect(),
            packet.innerOffset(),
            new Seen.Inner(
                text(packet.inner().source()),
                tcp.sourcePort(),
                text(packet.inner().destination()),
                tcp.destinationPort(),
                isSyn(tcp.flags())));
      }
    };
  }

  private Seen wccp(Envelope from, ByteBuffer datagram) {
    byte[] octets = new byte[datagram.remaining()];
    datagram.get(0, octets);
    return switch (codec.decode(octets)) {
      case Decoded.Rejected rejected ->
          from.malformed("WCCP: " + rejected.cause() + " " + rejected.detail());
      case Decoded.Accepted(Message message) ->
          new Seen.Wccp(from.at(), from.source(), from.destination(), message);
    };
  }

  private static boolean isSyn(int flags) {
    return (flags & (TcpHeader.SYN | TcpHeader.ACK)) == TcpHeader.SYN;
  }

  private static String text(Inet4Address address) {
    return String.valueOf(address.getHostAddress());
  }

  private static int u16(ByteBuffer octets, int at) {
    return octets.getShort(at) & 0xffff;
  }

  private static String address(ByteBuffer octets, int at) {
    return (octets.get(at) & 0xff)
        + "."
        + (octets.get(at + 1) & 0xff)
        + "."
        + (octets.get(at + 2) & 0xff)
        + "."
        + (octets.get(at + 3) & 0xff);
  }
}
