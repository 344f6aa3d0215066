package dev.weir.lab.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads capture files in the classic libpcap format, link type Ethernet, as tcpdump writes them.
///
/// Total: a file that is cut short, still being written, or no capture at all gives the whole
/// packets that are in it.
public final class Pcap {
  private static final int MICROS_MAGIC = 0xa1b2c3d4;
  private static final int NANOS_MAGIC = 0xa1b23c4d;
  private static final int FILE_HEADER_BYTES = 24;
  private static final int PACKET_HEADER_BYTES = 16;
  private static final int ETHERNET_BYTES = 14;
  private static final int LINK_ETHERNET = 1;

  /// One IPv4 packet of a capture.
  ///
  /// @param atMicros when it was seen, wall clock, microseconds since 1970
  /// @param octets the packet from its IPv4 header on, as much as was captured
  public record Captured(long atMicros, ByteBuffer octets) {}

  private Pcap() {}

  /// Every IPv4 packet of a file, in order. A file that is not there holds none.
  public static List<Captured> read(Path file) throws IOException {
    return Files.exists(file) ? parse(ByteBuffer.wrap(Files.readAllBytes(file))) : List.of();
  }

  /// Every IPv4 packet of the octets of a file, in order.
  static List<Captured> parse(ByteBuffer file) {
    var packets = new ArrayList<Captured>();
    if (file.remaining() < FILE_HEADER_BYTES) {
      return packets;
    }
    ByteBuffer in = file.duplicate().order(order(file));
    int magic = in.getInt(in.position());
    boolean nanos = magic == NANOS_MAGIC;
    boolean ethernet = in.getInt(in.position() + 20) == LINK_ETHERNET;
    if ((magic != MICROS_MAGIC && !nanos) || !ethernet) {
      return packets;
    }
    in.position(in.position() + FILE_HEADER_BYTES);
    while (in.remaining() >= PACKET_HEADER_BYTES) {
      long seconds = Integer.toUnsignedLong(in.getInt());
      long fraction = Integer.toUnsignedLong(in.getInt());
      int length = in.getInt();
      in.getInt(); // the length on the wire: the IPv4 header has it too
      if (length < 0 || length > in.remaining()) {
        return packets;
      }
      ByteBuffer frame = in.slice(in.position(), length).asReadOnlyBuffer();
      in.position(in.position() + length);
      if (length > ETHERNET_BYTES && frame.getShort(12) == 0x0800) {
        long at = seconds * 1_000_000 + (nanos ? fraction / 1_000 : fraction);
        packets.add(new Captured(at, frame.slice(ETHERNET_BYTES, length - ETHERNET_BYTES)));
      }
    }
    return packets;
  }

  private static ByteOrder order(ByteBuffer file) {
    int first = file.order(ByteOrder.BIG_ENDIAN).getInt(file.position());
    return first == MICROS_MAGIC || first == NANOS_MAGIC
        ? ByteOrder.BIG_ENDIAN
        : ByteOrder.LITTLE_ENDIAN;
  }
}
