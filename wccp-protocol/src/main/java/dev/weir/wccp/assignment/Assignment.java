package dev.weir.wccp.assignment;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Which cache is given which packets: by hash (§5.2) or by mask (§5.3).
///
/// Both consist of **slots**, numbered from 0: the 256 buckets of a hash, the values of a mask.
public sealed interface Assignment permits HashAssignment, MaskAssignment {
  /// The caches that it names, in its own order. By hash a cache may be named that owns nothing.
  List<InetAddress> caches();

  /// How many slots there are.
  int slotCount();

  /// The cache that owns a slot.
  Optional<InetAddress> owner(int slot);

  /// The same assignment without one cache: its slots are unassigned (§4.4).
  Assignment without(InetAddress cache);

  /// The slots of one cache; empty for a cache that is not named.
  default BucketSet share(InetAddress cache) {
    return BucketSet.of(
        IntStream.range(0, slotCount())
            .filter(slot -> owner(slot).filter(cache::equals).isPresent()));
  }

  /// Every named cache with its slots, in the order of [#caches].
  default Map<InetAddress, BucketSet> shares() {
    var shares = new LinkedHashMap<InetAddress, BucketSet>();
    caches().forEach(cache -> shares.put(cache, share(cache)));
    return shares;
  }

  /// How many slots have an owner.
  default int assignedCount() {
    return (int) IntStream.range(0, slotCount()).filter(slot -> owner(slot).isPresent()).count();
  }

  /// The owners by slot.
  default List<Optional<InetAddress>> owners() {
    var owners = new ArrayList<Optional<InetAddress>>(slotCount());
    for (int slot = 0; slot < slotCount(); slot++) {
      owners.add(owner(slot));
    }
    return owners;
  }
}
