package dev.weir.wccp.wire;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Writes big-endian fields into a datagram that grows as needed.
///
/// A message with IPv6 addresses is written twice: what the first writer has met becomes the table
/// to whose indices the second one writes (§3.0.4).
public final class WireWriter {
  /// The largest payload a UDP datagram over IPv4 can carry.
  public static final int DATAGRAM_BYTES_MAX = 65_507;

  private final Optional<AddressTable> table;
  private final TreeSet<byte[]> met = new TreeSet<>(Arrays::compareUnsigned);
  private boolean wide;
  private ByteBuffer buffer = ByteBuffer.allocate(512);

  /// Writes addresses in place.
  public WireWriter() {
    this.table = Optional.empty();
  }

  /// Writes the indices of addresses.
  public WireWriter(AddressTable table) {
    this.table = Optional.of(table);
  }

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

  /// Writes an address, or its index.
  public WireWriter address(InetAddress address) {
    wide |= !(address instanceof Inet4Address);
    return addressOctets(address.isAnyLocalAddress() ? new byte[16] : address.getAddress());
  }

  /// Writes the 4 or 16 octets of an address or mask: the last four of them, or their index.
  public WireWriter addressOctets(byte[] octets) {
    if (table.isPresent()) {
      return u16(0).u16(table.get().indexOf(octets));
    }
    if (!Arrays.equals(octets, new byte[octets.length])) {
      met.add(octets);
    }
    return u32(ByteBuffer.wrap(octets).getInt(octets.length - 4));
  }

  /// The table that this message needs: the addresses met so far, in ascending order. Empty when
  /// all of them are IPv4.
  public Optional<AddressTable> tableNeeded() {
    if (wide && met.stream().anyMatch(it -> it.length != 16)) {
      throw new IllegalStateException("addresses of two families in one message");
    }
    return wide ? Optional.of(AddressTable.ofSorted(new ArrayList<>(met))) : Optional.empty();
  }

  /// Writes octets as they are.
  public WireWriter octets(byte[] octets) {
    room(octets.length).put(octets);
    return this;
  }

  /// Writes a type, the length of what `body` writes, and that body (§3.0.2).
  public WireWriter tlv(int type, Consumer<WireWriter> body) {
    return u16(type).length(body);
  }

  /// Writes the length of what `body` writes, and that body.
  public WireWriter length(Consumer<WireWriter> body) {
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
