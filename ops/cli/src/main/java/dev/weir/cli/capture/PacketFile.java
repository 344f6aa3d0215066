package dev.weir.cli.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A pcapng file (draft-ietf-opsawg-pcapng) of one interface, with a comment on each packet.
///
/// Every packet is handed on at once, so that a reader behind a pipe sees it, and what was written
/// until an unexpected end can be read.
final class PacketFile {
  /// What the packets of a file begin with, and its number in the format.
  enum Link {
    /// The Ethernet header.
    ETHERNET(1),
    /// The IPv4 header.
    IPV4(101);

    private final int number;

    Link(int number) {
      this.number = number;
    }
  }

  private static final int SECTION = 0x0a0d0d0a;
  private static final int INTERFACE = 1;
  private static final int PACKET = 6;
  private static final int ORDER_MAGIC = 0x1a2b3c4d;
  private static final int COMMENT = 1;
  private static final int INTERFACE_NAME = 2;
  private static final int APPLICATION = 4;
  private static final int SNAP_OCTETS = 1 << 16;
  private static final int BLOCK_OCTETS = 12;

  private final OutputStream out;
  private final long octetsMax;
  private long octets;

  /// Begins a file on a stream.
  ///
  /// @param octetsMax how long the file may become
  PacketFile(OutputStream out, Link link, String interfaceName, long octetsMax) throws IOException {
    this.out = out;
    this.octetsMax = octetsMax;
    var section = body(16).putInt(ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
    write(block(SECTION, section, APPLICATION, "weir capture"));
    var description = body(8).putShort((short) link.number).putShort((short) 0).putInt(SNAP_OCTETS);
    write(block(INTERFACE, description, INTERFACE_NAME, interfaceName));
  }

  /// Writes part of a frame.
  ///
  /// @param atMicros since 1970
  /// @return whether it was written: not when the file would become too long
  boolean add(long atMicros, byte[] frame, int from, int length, String comment)
      throws IOException {
    var packet = body(20 + padded(length)).putInt(0);
    packet.putInt((int) (atMicros >>> 32)).putInt((int) atMicros);
    packet.putInt(length).putInt(length).put(frame, from, length);
    packet.position(packet.limit());
    byte[] block = block(PACKET, packet, COMMENT, comment);
    return octets + block.length <= octetsMax && write(block);
  }

  private boolean write(byte[] block) throws IOException {
    out.write(block);
    out.flush();
    octets += block.length;
    return true;
  }

  private static byte[] block(int type, ByteBuffer body, int option, String text) {
    byte[] value = text.getBytes(StandardCharsets.UTF_8);
    int length = BLOCK_OCTETS + body.capacity() + 4 + padded(value.length) + 4;
    byte[] octets = new byte[length];
    var block = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
    block.putInt(type).putInt(length).put(body.rewind());
    block.putShort((short) option).putShort((short) value.length).put(value);
    block.position(block.limit() - 4).putInt(length);
    return octets;
  }

  private static ByteBuffer body(int octets) {
    return ByteBuffer.allocate(octets).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int padded(int octets) {
    return (octets + 3) / 4 * 4;
  }
}
