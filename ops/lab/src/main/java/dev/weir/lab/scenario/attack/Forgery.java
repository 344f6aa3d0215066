package dev.weir.lab.scenario.attack;

import dev.weir.gre.GreHeader;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Packets as a stranger makes them up, octet by octet.
final class Forgery {
  static final int TCP = 6;
  static final int GRE = 47;
  static final int SYN = 0x02;

  /// The redirect header of a packet of the web-cache service, in bucket 0 (§6.3).
  static final String WEB_CACHE = "00000000";

  /// A source route over one other address (RFC 791 §3.1), with an octet to fill up.
  static final String SOURCE_ROUTE = "8307040a00020d00";

  private static final int HEADER_OCTETS = 20;
  private static final int FRAGMENT_AT = 6;
  private static final int CHECKSUM_AT = 10;
  private static final int MORE = 0x2000;
  private static final int TIME_TO_LIVE = 64;
  private static final int SOURCE_PORT = 40_000;

  private Forgery() {}

  /// An IPv4 packet whose header is right.
  ///
  /// @param options in hex, a multiple of four octets
  static byte[] ipv4(int protocol, String from, String to, String options, byte[] payload) {
    byte[] more = HexFormat.of().parseHex(options);
    var packet = ByteBuffer.allocate(HEADER_OCTETS + more.length + payload.length);
    packet.put((byte) (0x45 + more.length / 4)).put((byte) 0).putShort((short) packet.capacity());
    packet.putInt(0).put((byte) TIME_TO_LIVE).put((byte) protocol).putShort((short) 0);
    packet.put(octets(from)).put(octets(to)).put(more).put(payload);
    mendChecksum(packet);
    return packet.array();
  }

  /// The same without options.
  static byte[] ipv4(int protocol, String from, String to, byte[] payload) {
    return ipv4(protocol, from, to, "", payload);
  }

  /// A TCP packet in IPv4 to a port.
  static byte[] tcp(String from, String to, int port, int flags) {
    return ipv4(TCP, from, to, segment(SOURCE_PORT, port, flags));
  }

  /// A TCP header. Its checksum is none, which only its receiver would mind.
  static byte[] segment(int from, int to, int flags) {
    return ByteBuffer.allocate(20)
        .putShort((short) from)
        .putShort((short) to)
        .putInt(8, 0)
        .putShort(12, (short) (0x5000 | flags))
        .putShort(14, (short) 0xffff)
        .array();
  }

  /// A packet behind GRE and a redirect header, in hex (§6.1, §6.3).
  static byte[] redirected(String header, byte[] inner) {
    byte[] redirect = HexFormat.of().parseHex(header);
    var packet = ByteBuffer.allocate(GreHeader.OCTETS + redirect.length + inner.length);
    GreHeader.WCCP.encode(packet);
    return packet.put(redirect).put(inner).array();
  }

  /// With 16 bits of the packet changed, and the IPv4 header's checksum mended.
  static byte[] with(byte[] packet, int at, int value) {
    var changed = ByteBuffer.wrap(packet.clone());
    changed.putShort(at, (short) value);
    mendChecksum(changed);
    return changed.array();
  }

  /// With another fragment word.
  static byte[] fragment(byte[] packet, int word) {
    return with(packet, FRAGMENT_AT, word);
  }

  /// Whether a packet is a piece of a longer one.
  static boolean isPiece(byte[] packet) {
    return (ByteBuffer.wrap(packet).getShort(FRAGMENT_AT) & 0x3fff) != 0;
  }

  /// A packet without options in pieces: payload octets `from` to `to`, each pair one piece.
  static List<byte[]> pieces(byte[] packet, int... fromTo) {
    var pieces = new ArrayList<byte[]>();
    int end = packet.length - HEADER_OCTETS;
    for (int i = 0; i < fromTo.length; i += 2) {
      int to = Math.min(fromTo[i + 1], end);
      byte[] piece = Arrays.copyOf(packet, HEADER_OCTETS + to - fromTo[i]);
      System.arraycopy(packet, HEADER_OCTETS + fromTo[i], piece, HEADER_OCTETS, to - fromTo[i]);
      int word = fromTo[i] / 8 | (to < end ? MORE : 0);
      pieces.add(fragment(with(piece, 2, piece.length), word));
    }
    return pieces;
  }

  /// Makes the checksum of the IPv4 header there what it has to be (RFC 791 §3.1).
  static void mendChecksum(ByteBuffer packet) {
    packet.putShort(CHECKSUM_AT, (short) 0);
    packet.putShort(CHECKSUM_AT, (short) ~sum(packet, 0, (packet.get(0) & 0x0f) * 4));
  }

  /// Makes the TCP checksum of an IPv4 packet what it has to be (RFC 9293 §3.1).
  static byte[] withTcpChecksum(byte[] packet) {
    var octets = ByteBuffer.wrap(packet.clone());
    octets.putShort(HEADER_OCTETS + 16, (short) 0);
    int length = packet.length - HEADER_OCTETS;
    int sum = sum(octets, 12, 8) + TCP + length + sum(octets, HEADER_OCTETS, length);
    sum = (sum & 0xffff) + (sum >>> 16);
    octets.putShort(HEADER_OCTETS + 16, (short) ~((sum & 0xffff) + (sum >>> 16)));
    return octets.array();
  }

  private static int sum(ByteBuffer packet, int from, int octets) {
    int sum = 0;
    for (int at = from; at < from + octets; at += 2) {
      sum += packet.getShort(at) & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    return (sum & 0xffff) + (sum >>> 16);
  }

  private static byte[] octets(String address) {
    return Inet4Address.ofLiteral(address).getAddress();
  }
}
