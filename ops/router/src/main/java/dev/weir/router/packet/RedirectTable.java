package dev.weir.router.packet;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The assignment in force in the form the packet path reads: a [Verdict] per bucket, and the
/// addresses of the usable caches.
///
/// Immutable; the control thread publishes each new one through one volatile reference.
public final class RedirectTable {
  /// How many buckets a hash assignment has (§5.1).
  public static final int BUCKET_COUNT = 256;

  /// No usable cache and no assignment: everything is forwarded normally.
  public static final RedirectTable EMPTY = withoutAssignment(List.of());

  private final Verdict[] verdicts;
  private final int[] caches;

  private RedirectTable(Verdict[] verdicts, Collection<Inet4Address> caches) {
    this.verdicts = verdicts;
    this.caches = caches.stream().mapToInt(RedirectTable::bits).sorted().toArray();
  }

  /// Usable caches, none of which owns a bucket yet.
  public static RedirectTable withoutAssignment(Collection<Inet4Address> caches) {
    var verdicts = new Verdict[BUCKET_COUNT];
    Arrays.fill(verdicts, Verdict.Forward.NO_TABLE);
    return new RedirectTable(verdicts, caches);
  }

  /// An installed assignment: the owner of each of the 256 buckets in order, empty for none.
  public static RedirectTable assigned(
      List<Optional<Inet4Address>> owners, Collection<Inet4Address> caches) {
    if (owners.size() != BUCKET_COUNT) {
      throw new IllegalArgumentException(owners.size() + " buckets are not " + BUCKET_COUNT);
    }
    var verdicts = new Verdict[BUCKET_COUNT];
    for (int bucket = 0; bucket < BUCKET_COUNT; bucket++) {
      int slot = bucket;
      verdicts[bucket] =
          owners
              .get(bucket)
              .<Verdict>map(cache -> new Verdict.Redirect(cache, slot))
              .orElse(Verdict.Forward.UNASSIGNED);
    }
    return new RedirectTable(verdicts, caches);
  }

  /// What happens to a packet of this bucket, 0 to 255, that a client sent.
  public Verdict verdict(int bucket) {
    return verdicts[bucket];
  }

  /// Whether this address, as 32 bits in network order, is a usable cache's.
  public boolean isCache(int address) {
    for (int cache : caches) {
      if (cache == address) {
        return true;
      }
    }
    return false;
  }

  private static int bits(Inet4Address address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }
}
