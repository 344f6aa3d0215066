package dev.weir.cache.disk.index;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// Where each object of a disk is, by the 128 bits of its key's hash. Safe for use by any thread;
/// the parts that grow and wait by themselves keep each wait short.
public final class DiskIndex {
  private static final int PLACE_BYTES = IndexPart.PLACE_LONGS * Long.BYTES;
  private static final int PARTS = 64;

  private final IndexPart[] parts = new IndexPart[PARTS];

  /// An empty one.
  public DiskIndex() {
    Arrays.setAll(parts, _ -> new IndexPart());
  }

  /// Makes room for so many more.
  public void expect(long more) {
    int each = (int) Math.min(Integer.MAX_VALUE / 2, more / PARTS);
    for (IndexPart part : parts) {
      part.expect(each + each / 16);
    }
  }

  /// Puts an object in the place of one with the same hash.
  public void put(long high, long low, Location at) {
    part(high).put(high, low, at);
  }

  /// Where an object is.
  public Optional<Location> get(long high, long low) {
    return part(high).get(high, low);
  }

  /// Marks an object as used since it was written; false if there is none.
  public boolean use(long high, long low) {
    return part(high).use(high, low);
  }

  /// Whether an object is still there, and was used.
  public boolean isUsed(long high, long low, Location at) {
    return part(high).isUsed(high, low, at);
  }

  /// Moves an object, unused from now on, if it is still where it was.
  public boolean move(long high, long low, Location from, Location to) {
    return part(high).move(high, low, from, to);
  }

  /// Removes an object; false if there was none.
  public boolean remove(long high, long low) {
    return part(high).remove(high, low);
  }

  /// Removes an object if it is still where it was.
  public boolean remove(long high, long low, Location from) {
    return part(high).remove(high, low, from);
  }

  /// Forgets everything.
  public void clear() {
    for (IndexPart part : parts) {
      part.clear();
    }
  }

  /// How many objects there are.
  public long count() {
    return sum(IndexPart::count);
  }

  /// How many octets their records have.
  public long octets() {
    return sum(IndexPart::octets);
  }

  /// How much memory it takes.
  public long memoryBytes() {
    return sum(IndexPart::places) * PLACE_BYTES;
  }

  private long sum(ToLongFunction<IndexPart> of) {
    return Arrays.stream(parts).mapToLong(of).sum();
  }

  private IndexPart part(long high) {
    return parts[(int) (high >>> (Long.SIZE - 6))];
  }
}
