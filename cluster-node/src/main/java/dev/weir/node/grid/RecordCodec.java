package dev.weir.node.grid;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// The octets of a [PublishedTable] in the grid, big-endian:
///
/// ```
/// u8 version = 2 | 4 key address | u32 key number | 4 publisher
/// u8 count | count x 4 owner | 256 x u8 index
/// ```
///
/// An index of 255 is a bucket without an owner; owners are listed once, in the order of their
/// first bucket. So a table has exactly one encoding, and anything else is refused.
final class RecordCodec {
  static final int VERSION = 2;

  /// As many nodes as a WCCP table can name.
  static final int OWNERS_MAX = 32;

  private static final int UNOWNED = 255;
  private static final int HEAD_BYTES = 1 + 4 + 4 + 4 + 1;

  private RecordCodec() {}

  /// What came of reading a record.
  sealed interface Decoded {
    /// A table.
    record Table(PublishedTable table) implements Decoded {}

    /// Not a table of this version.
    record Refused(Reason reason) implements Decoded {}
  }

  /// Why a record is refused.
  enum Reason {
    /// Fewer octets than the record needs.
    TOO_SHORT,
    /// More octets than the record needs.
    TOO_LONG,
    /// A version of the record that this node does not know.
    UNKNOWN_VERSION,
    /// More owners than a table can have.
    TOO_MANY_OWNERS,
    /// An index without an owner, an owner without a bucket, or owners out of order.
    INCONSISTENT
  }

  static byte[] encode(PublishedTable table) {
    var indexes = new LinkedHashMap<Inet4Address, Integer>();
    for (Optional<Inet4Address> owner : table.owners()) {
      owner.ifPresent(address -> indexes.putIfAbsent(address, indexes.size()));
    }
    if (indexes.size() > OWNERS_MAX) {
      throw new IllegalArgumentException(indexes.size() + " owners");
    }
    var out =
        ByteBuffer.allocate(HEAD_BYTES + 4 * indexes.size() + PublishedTable.BUCKETS)
            .put((byte) VERSION)
            .put(table.keyAddress().getAddress())
            .putInt((int) table.keyNumber())
            .put(table.by().getAddress())
            .put((byte) indexes.size());
    indexes.keySet().forEach(owner -> out.put(owner.getAddress()));
    for (Optional<Inet4Address> owner : table.owners()) {
      out.put(owner.map(indexes::get).orElse(UNOWNED).byteValue());
    }
    return out.array();
  }

  /// Reads a record. Total: every input gives a table or a reason.
  static Decoded decode(byte[] octets) {
    var in = ByteBuffer.wrap(octets);
    if (octets.length < HEAD_BYTES) {
      return refused(Reason.TOO_SHORT);
    }
    if (in.get() != VERSION) {
      return refused(Reason.UNKNOWN_VERSION);
    }
    Inet4Address keyAddress = address(in);
    long keyNumber = Integer.toUnsignedLong(in.getInt());
    Inet4Address by = address(in);
    int count = Byte.toUnsignedInt(in.get());
    if (count > OWNERS_MAX) {
      return refused(Reason.TOO_MANY_OWNERS);
    }
    int expected = 4 * count + PublishedTable.BUCKETS;
    if (in.remaining() != expected) {
      return refused(in.remaining() < expected ? Reason.TOO_SHORT : Reason.TOO_LONG);
    }
    var named = new ArrayList<Inet4Address>(count);
    for (int i = 0; i < count; i++) {
      named.add(address(in));
    }
    Optional<List<Optional<Inet4Address>>> owners = owners(in, named);
    if (owners.isEmpty()) {
      return refused(Reason.INCONSISTENT);
    }
    return new Decoded.Table(new PublishedTable(keyAddress, keyNumber, by, owners.get()));
  }

  /// The owners of all buckets, unless the indexes are not those that [#encode] writes.
  private static Optional<List<Optional<Inet4Address>>> owners(
      ByteBuffer in, List<Inet4Address> named) {
    var owners = new ArrayList<Optional<Inet4Address>>(PublishedTable.BUCKETS);
    int used = 0;
    for (int bucket = 0; bucket < PublishedTable.BUCKETS; bucket++) {
      int index = Byte.toUnsignedInt(in.get());
      if (index == UNOWNED) {
        owners.add(Optional.empty());
        continue;
      }
      if (index > used || index >= named.size()) {
        return Optional.empty();
      }
      used = Math.max(used, index + 1);
      owners.add(Optional.of(named.get(index)));
    }
    boolean each = used == named.size() && named.stream().distinct().count() == named.size();
    return each ? Optional.of(owners) : Optional.empty();
  }

  private static Decoded refused(Reason reason) {
    return new Decoded.Refused(reason);
  }

  private static Inet4Address address(ByteBuffer in) {
    byte[] octets = new byte[4];
    in.get(octets);
    try {
      return (Inet4Address) InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four octets are always an address
    }
  }
}
