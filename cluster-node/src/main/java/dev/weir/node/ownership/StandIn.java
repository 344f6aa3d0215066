package dev.weir.node.ownership;

import java.net.Inet4Address;
import java.util.List;

/// Who owns a bucket that the table gives to nobody, or to a cache that is none of ours: the same
/// node in everybody's eyes, and another bucket's stand-in when that one goes.
final class StandIn {
  private StandIn() {}

  /// The one of the eligible whose address and this bucket mix to the highest number.
  static Inet4Address of(int bucket, List<Inet4Address> eligible) {
    Inet4Address best = eligible.getFirst();
    for (Inet4Address next : eligible) {
      if (Long.compareUnsigned(claim(bucket, next), claim(bucket, best)) > 0) {
        best = next;
      }
    }
    return best;
  }

  private static long claim(int bucket, Inet4Address node) {
    return NameHash.mixed((long) node.hashCode() << Byte.SIZE | bucket);
  }
}
