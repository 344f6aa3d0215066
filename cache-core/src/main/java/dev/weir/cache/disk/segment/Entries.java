package dev.weir.cache.disk.segment;

import dev.weir.cache.disk.index.Location;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// What is in a segment, in the order in which it was written. Confined to one thread.
public final class Entries {
  /// The octets of one entry in the list at the end of a segment.
  static final int ENTRY_BYTES = 24;

  private long[] high = new long[64];
  private long[] low = new long[64];
  private int[] offset = new int[64];
  private int[] length = new int[64];
  private int count;

  /// Told of each entry.
  public interface Visitor {
    /// An object, and where it is.
    void object(long high, long low, Location at);

    /// What was known under a key is forgotten.
    void forgotten(long high, long low);
  }

  void add(RecordHead head, int at) {
    if (count == length.length) {
      high = Arrays.copyOf(high, 2 * count);
      low = Arrays.copyOf(low, 2 * count);
      offset = Arrays.copyOf(offset, 2 * count);
      length = Arrays.copyOf(length, 2 * count);
    }
    high[count] = head.high();
    low[count] = head.low();
    offset[count] = at;
    length[count] = head.isForgotten() ? 0 : head.recordBytes();
    count++;
  }

  int count() {
    return count;
  }

  /// The octets of the list.
  int octets() {
    return count * ENTRY_BYTES;
  }

  void visit(int segment, Visitor visitor) {
    for (int i = 0; i < count; i++) {
      tell(visitor, segment, high[i], low[i], offset[i], length[i]);
    }
  }

  /// Appends those from `first` on to a buffer, as many as it takes.
  ///
  /// @return the first that it did not take
  int encode(int first, ByteBuffer out) {
    int i = first;
    while (i < count && out.remaining() >= ENTRY_BYTES) {
      out.putLong(high[i]).putLong(low[i]).putInt(offset[i]).putInt(length[i]);
      i++;
    }
    return i;
  }

  /// Tells of the entries in a buffer.
  static void decode(ByteBuffer in, int segment, Visitor visitor) {
    while (in.remaining() >= ENTRY_BYTES) {
      tell(visitor, segment, in.getLong(), in.getLong(), in.getInt(), in.getInt());
    }
  }

  private static void tell(
      Visitor visitor, int segment, long high, long low, int offset, int length) {
    if (length == 0) {
      visitor.forgotten(high, low);
    } else {
      visitor.object(high, low, new Location(segment, offset, length));
    }
  }
}
