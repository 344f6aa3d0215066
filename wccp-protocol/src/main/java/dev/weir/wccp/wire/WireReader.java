package dev.weir.wccp.wire;

import dev.weir.wccp.wire.Malformed.Defect;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/// Reads big-endian fields from part of a datagram and refuses to read past its end.
///
/// Each read names its field, so that a refusal says what was missing. Positions are counted from
/// the start of the datagram, whichever part is read.
public final class WireReader {
  private final byte[] octets;
  private final int end;
  private final Optional<AddressTable> table;
  private int position;

  /// Reads `octets` from `start` up to, not including, `end`; addresses are IPv4 and in place.
  public WireReader(byte[] octets, int start, int end) {
    this(octets, start, end, Optional.empty());
  }

  /// Reads `octets` from `start` up to, not including, `end`; with a table, addresses are indices.
  public WireReader(byte[] octets, int start, int end, Optional<AddressTable> table) {
    if (start < 0 || end < start || end > octets.length) {
      throw new IllegalArgumentException("[" + start + ", " + end + ") of " + octets.length);
    }
    this.octets = octets;
    this.position = start;
    this.end = end;
    this.table = table;
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
    return octets[position++] & 0xff;
  }

  /// The next two octets, 0–65535.
  public int u16(String field) throws Malformed {
    need(2, field);
    int value = (octets[position] & 0xff) << 8 | (octets[position + 1] & 0xff);
    position += 2;
    return value;
  }

  /// The next four octets as they stand; compare them with [Integer#compareUnsigned].
  public int u32(String field) throws Malformed {
    return u16(field) << 16 | u16(field);
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
    if (table.isEmpty()) {
      return octets(4, field);
    }
    int at = position;
    int reserved = u16(field);
    int index = u16(field);
    if (reserved != 0) {
      throw new Malformed(Defect.INDEX, at, field + " is no index: " + reserved + " before it");
    }
    return table
        .get()
        .at(index)
        .orElseThrow(
            () -> new Malformed(Defect.INDEX, at, field + " is index " + index + ", not listed"));
  }

  /// A copy of the next `count` octets.
  public byte[] octets(int count, String field) throws Malformed {
    need(count, field);
    byte[] copy = Arrays.copyOfRange(octets, position, position + count);
    position += count;
    return copy;
  }

  /// A reader for the next `length` octets, which this reader skips. It cannot read past their end.
  public WireReader sub(int length, String field) throws Malformed {
    need(length, field);
    var part = new WireReader(octets, position, position + length, table);
    position += length;
    return part;
  }

  private void need(int count, String field) throws Malformed {
    if (count > remaining()) {
      throw new Malformed(
          Defect.TRUNCATED, position, field + " needs " + count + ", left " + remaining());
    }
  }
}
