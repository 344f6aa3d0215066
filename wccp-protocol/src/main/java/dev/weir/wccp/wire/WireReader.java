package dev.weir.wccp.wire;

import dev.weir.wccp.wire.Malformed.Defect;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads big-endian fields from part of a datagram and refuses to read past its end.
///
/// Each read names its field, so that a refusal says what was missing. Positions are counted from
/// the start of the datagram, whichever part is read.
public final class WireReader {
  private final byte[] octets;
  private final int end;
  private final Optional<AddressTable> table;
  private final Optional<Consumer<Field>> watcher;
  private int position;

  /// Reads `octets` from `start` up to, not including, `end`; addresses are IPv4 and in place.
  public WireReader(byte[] octets, int start, int end) {
    this(octets, start, end, Optional.empty());
  }

  /// Reads `octets` from `start` up to, not including, `end`; with a table, addresses are indices.
  public WireReader(byte[] octets, int start, int end, Optional<AddressTable> table) {
    this(octets, start, end, table, Optional.empty());
  }

  private WireReader(
      byte[] octets,
      int start,
      int end,
      Optional<AddressTable> table,
      Optional<Consumer<Field>> watcher) {
    if (start < 0 || end < start || end > octets.length) {
      throw new IllegalArgumentException("[" + start + ", " + end + ") of " + octets.length);
    }
    this.octets = octets;
    this.position = start;
    this.end = end;
    this.table = table;
    this.watcher = watcher;
  }

  /// A reader of the same octets that tells every field it reads, and those of its parts.
  public WireReader watched(Consumer<Field> by) {
    return new WireReader(octets, position, end, table, Optional.of(by));
  }

  /// How many octets are left.
  public int remaining() {
    return end - position;
  }

  /// Where the next read begins, from the start of the datagram.
  public int position() {
    return position;
  }

  /// The next octet, 0–255.
  public int u8(String field) throws Malformed {
    need(1, field);
    int value = octets[position++] & 0xff;
    tell(1, field, value);
    return value;
  }

  /// The next two octets, 0–65535.
  public int u16(String field) throws Malformed {
    need(2, field);
    int value = number(2);
    tell(2, field, value);
    return value;
  }

  /// The next four octets as they stand; compare them with [Integer#compareUnsigned].
  public int u32(String field) throws Malformed {
    need(4, field);
    int value = number(4);
    tell(4, field, Integer.toUnsignedLong(value));
    return value;
  }

  /// A count in four octets that must not be larger than `max`, nor claim more than is left when
  /// each counted thing has at least `octetsEach` octets (§4.5).
  public int count(String field, int max, int octetsEach) throws Malformed {
    int at = position;
    long value = u32(field) & 0xffff_ffffL;
    if (value > max) {
      throw new Malformed(Defect.COUNT, at, field + " is " + value + ", at most " + max);
    }
    if (value * octetsEach > remaining()) {
      throw new Malformed(Defect.TRUNCATED, at, field + " is " + value + ", more than is left");
    }
    return (int) value;
  }

  /// A length in two octets, which must be a multiple of four (§3.0.2, §4.5).
  public int length(String field) throws Malformed {
    int at = position;
    int length = u16(field);
    if (length % 4 != 0) {
      throw new Malformed(Defect.MISALIGNED, at, field + " " + length);
    }
    return length;
  }

  /// The next four octets as an address, or as the index of one (§3.0.4).
  ///
  /// An IPv6 address that stands for an IPv4 one (`::ffff:192.0.2.1`) is refused: Java turns it
  /// into the latter, and a message cannot hold both families.
  public InetAddress address(String field) throws Malformed {
    int at = position;
    byte[] octets = addressOctets(field);
    var address = AddressTable.address(octets);
    if (address.getAddress().length != octets.length) {
      throw new Malformed(Defect.VALUE, at, field + " is an IPv4 address in IPv6");
    }
    return address;
  }

  /// The 4 or 16 octets of the address or mask that the next four octets are, or are the index of.
  public byte[] addressOctets(String field) throws Malformed {
    need(4, field);
    byte[] address = table.isEmpty() ? copy(4) : listed(table.get(), field);
    if (watcher.isPresent()) {
      tell(position - 4, 4, field, String.valueOf(AddressTable.address(address).getHostAddress()));
    }
    return address;
  }

  private byte[] listed(AddressTable addresses, String field) throws Malformed {
    int at = position;
    int reserved = number(2);
    int index = number(2);
    if (reserved != 0) {
      throw new Malformed(Defect.INDEX, at, field + " is no index: " + reserved + " before it");
    }
    return addresses
        .at(index)
        .orElseThrow(
            () -> new Malformed(Defect.INDEX, at, field + " is index " + index + ", not listed"));
  }

  /// A copy of the next `count` octets.
  public byte[] octets(int count, String field) throws Malformed {
    need(count, field);
    byte[] copy = copy(count);
    if (watcher.isPresent()) {
      tell(position - count, count, field, HexFormat.of().formatHex(copy));
    }
    return copy;
  }

  /// A reader for the next `length` octets, which this reader skips. It cannot read past their end.
  public WireReader sub(int length, String field) throws Malformed {
    need(length, field);
    var part = new WireReader(octets, position, position + length, table, watcher);
    position += length;
    return part;
  }

  private int number(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | (octets[position++] & 0xff);
    }
    return value;
  }

  private byte[] copy(int count) {
    byte[] copy = Arrays.copyOfRange(octets, position, position + count);
    position += count;
    return copy;
  }

  private void tell(int count, String field, long value) {
    if (watcher.isPresent()) {
      tell(position - count, count, field, Long.toString(value));
    }
  }

  private void tell(int at, int count, String field, String value) {
    watcher.ifPresent(it -> it.accept(new Field(at, count, field, value)));
  }

  private void need(int count, String field) throws Malformed {
    if (count > remaining()) {
      throw new Malformed(
          Defect.TRUNCATED, position, field + " needs " + count + ", left " + remaining());
    }
  }
}
