package dev.weir.gre;

import java.nio.ByteBuffer;

/// What diagnostics need of a TCP header (RFC 9293, Transmission Control Protocol, §3.1).
///
/// @param sourcePort 0..65535
/// @param destinationPort 0..65535
/// @param sequence 0..2³²−1
/// @param acknowledgment 0..2³²−1
/// @param headerOctets with options, 20..60
/// @param flags the octet CWR ECE URG ACK PSH RST SYN FIN
public record TcpHeader(
    int sourcePort,
    int destinationPort,
    long sequence,
    long acknowledgment,
    int headerOctets,
    int flags) {
  /// No more data from the sender.
  public static final int FIN = 0x01;

  /// Synchronize sequence numbers: the first packet of each side.
  public static final int SYN = 0x02;

  /// Reset the connection.
  public static final int RST = 0x04;

  /// Push what is buffered.
  public static final int PSH = 0x08;

  /// The acknowledgment field is significant.
  public static final int ACK = 0x10;

  /// The urgent pointer is significant.
  public static final int URG = 0x20;

  private static final int ALL = FIN | SYN | RST | PSH | ACK | URG;

  /// Whether a TCP stack may send this set of flags: not empty, no SYN with FIN or RST, and FIN,
  /// PSH and URG together only with ACK (the "Xmas" scan has none). The ECN bits do not matter.
  static boolean isSane(int flags) {
    int set = flags & ALL;
    boolean synWithEnd = (set & SYN) != 0 && (set & (FIN | RST)) != 0;
    return set != 0 && !synWithEnd && set != (FIN | PSH | URG);
  }

  /// The flags in the order and letters of packet tools, for instance `SYN` or `PSH+ACK`.
  public String flagNames() {
    var names = new StringBuilder();
    String[] letters = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};
    for (int bit = 0; bit < letters.length; bit++) {
      if ((flags & 1 << bit) != 0) {
        names.append(names.isEmpty() ? "" : "+").append(letters[bit]);
      }
    }
    return names.toString();
  }

  /// Reads the header at `at`; the caller has checked that its 20 octets are there.
  static TcpHeader read(ByteBuffer packet, int at) {
    return new TcpHeader(
        WireChecks.u16(packet, at),
        WireChecks.u16(packet, at + 2),
        Integer.toUnsignedLong(packet.getInt(at + 4)),
        Integer.toUnsignedLong(packet.getInt(at + 8)),
        (WireChecks.u8(packet, at + 12) >>> 4) * 4,
        WireChecks.u8(packet, at + 13));
  }
}
