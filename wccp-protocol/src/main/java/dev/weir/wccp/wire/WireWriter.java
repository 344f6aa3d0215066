package dev.weir.wccp.wire;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/// Writes big-endian fields into a datagram that grows as needed.
public final class WireWriter {
  /// The largest payload a UDP datagram over IPv4 can carry.
  public static final int DATAGRAM_BYTES_MAX = 65_507;

  private ByteBuffer buffer = ByteBuffer.allocate(512);

  /// Writes the low eight bits.
  public WireWriter u8(int value) {
    room(1).put((byte) value);
    return this;
  }

  /// Writes the low sixteen bits.
  public WireWriter u16(int value) {
    room(2).putShort((short) value);
    return this;
  }

  /// Writes all thirty-two bits.
  public WireWriter u32(int value) {
    room(4).putInt(value);
    return this;
  }

  /// Writes the four octets of an address.
  public WireWriter ipv4(Inet4Address address) {
    return octets(address.getAddress());
  }

  /// Writes octets as they are.
  public WireWriter octets(byte[] octets) {
    room(octets.length).put(octets);
    return this;
  }

  /// Writes a type, the length of what `body` writes, and that body (§3.0.2).
  public WireWriter tlv(int type, Consumer<WireWriter> body) {
    u16(type);
    int lengthAt = buffer.position();
    u16(0);
    body.accept(this);
    buffer.putShort(lengthAt, (short) (buffer.position() - lengthAt - 2));
    return this;
  }

  /// How many octets were written.
  public int length() {
    return buffer.position();
  }

  /// Writes sixteen bits over an earlier place.
  public void patchU16(int at, int value) {
    buffer.putShort(at, (short) value);
  }

  /// Writes octets over an earlier place.
  public void patch(int at, byte[] octets) {
    buffer.put(at, octets);
  }

  /// A copy of everything written.
  public byte[] toOctets() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private ByteBuffer room(int count) {
    if (buffer.remaining() < count) {
      int needed = buffer.position() + count;
      if (needed > DATAGRAM_BYTES_MAX) {
        throw new IllegalStateException("a datagram of " + needed + " octets");
      }
      buffer = ByteBuffer.allocate(Math.max(needed, buffer.capacity() * 2)).put(buffer.flip());
    }
    return buffer;
  }
}
