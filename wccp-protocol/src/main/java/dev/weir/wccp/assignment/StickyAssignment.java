package dev.weir.wccp.assignment;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/// Computes the next assignment from the last one, moving as few buckets as can be (§5.4).
///
/// A leave moves exactly the leaver's buckets. A join moves only what the joiner receives. Shares
/// follow the weights by a divisor method (Sainte-Laguë), under which nobody's share shrinks when
/// another leaves, so that no bucket ever moves between two caches that both stay.
public final class StickyAssignment {
  /// A cache that may own buckets. Weight 0 owns none, unless every weight is 0.
  public record Candidate(InetAddress address, int weight) {
    /// Refuses a negative weight.
    public Candidate {
      if (weight < 0) {
        throw new IllegalArgumentException("weight " + weight);
      }
    }
  }

  /// How much of its share a cache may gain, in one step, of what others that stay own now.
  public enum Gain {
    /// All of it.
    WHOLE,
    /// A quarter of it, rounded up: after four steps it has all.
    QUARTER,
    /// Nothing: only what has no owner is given away.
    NOTHING;

    private int of(int share) {
      return switch (this) {
        case WHOLE -> share;
        case QUARTER -> (share + 3) / 4;
        case NOTHING -> 0;
      };
    }
  }

  private static final int NOBODY = -1;

  private final List<Candidate> candidates;
  private final Map<InetAddress, BucketSet> remembered;
  private final int[] shares;
  private final int[] owners;
  private final int[] owned;

  private StickyAssignment(
      int slotCount, List<Candidate> sorted, Map<InetAddress, BucketSet> remembered) {
    this.candidates = sorted;
    this.remembered = remembered;
    this.shares = shares(sorted, slotCount);
    this.owners = new int[slotCount];
    this.owned = new int[sorted.size()];
  }

  /// The next assignment by hash.
  ///
  /// `remembered` are buckets that absent caches owned before: one that returns gets the same ones
  /// back as far as its share allows. A present owner is never displaced by a memory alone.
  public static HashAssignment next(
      List<Candidate> candidates, HashAssignment previous, Map<InetAddress, BucketSet> remembered) {
    return next(candidates, previous, remembered, Gain.WHOLE);
  }

  /// The same, of which a cache gains no more than so much from others that stay.
  public static HashAssignment next(
      List<Candidate> candidates,
      HashAssignment previous,
      Map<InetAddress, BucketSet> remembered,
      Gain gain) {
    var sorted = sorted(candidates);
    int[] owners = owners(BucketTable.BUCKET_COUNT, sorted, previous::owner, remembered, gain);
    return new HashAssignment(
        sorted.stream().map(Candidate::address).toList(), BucketTable.ofOwners(owners));
  }

  /// The next assignment by a mask of at most 16 bits: a cache for each of its values, in the order
  /// of their sequence numbers, which are the slots of `remembered`.
  public static MaskAssignment next(
      MaskSet.Mask mask,
      List<Candidate> candidates,
      MaskAssignment previous,
      Map<InetAddress, BucketSet> remembered,
      Gain gain) {
    if (candidates.isEmpty()) {
      return MaskAssignment.NONE;
    }
    var before =
        previous.sets().stream()
            .filter(set -> set.mask().equals(mask))
            .findFirst()
            .map(MaskSet::byValue)
            .orElse(Map.of());
    var sorted = sorted(candidates);
    int[] owners =
        owners(
            1 << mask.bits(),
            sorted,
            slot -> Optional.ofNullable(before.get(mask.value(slot))),
            remembered,
            gain);
    var values = new ArrayList<MaskSet.Value>(owners.length);
    for (int slot = 0; slot < owners.length; slot++) {
      values.add(new MaskSet.Value(mask.value(slot), sorted.get(owners[slot]).address()));
    }
    return new MaskAssignment(List.of(new MaskSet(mask, values)));
  }

  private static List<Candidate> sorted(List<Candidate> candidates) {
    if (candidates.size() > BucketTable.CACHE_COUNT_MAX) {
      throw new IllegalArgumentException(candidates.size() + " candidates");
    }
    return candidates.stream()
        .sorted((a, b) -> AddressOrder.UNSIGNED.compare(a.address(), b.address()))
        .toList();
  }

  private static int[] owners(
      int slotCount,
      List<Candidate> sorted,
      IntFunction<Optional<InetAddress>> previous,
      Map<InetAddress, BucketSet> remembered,
      Gain gain) {
    var computation = new StickyAssignment(slotCount, sorted, remembered);
    computation.keep(previous);
    int[] before = computation.owners.clone();
    computation.release();
    computation.giveBack();
    computation.fill();
    computation.giveLess(before, gain);
    return computation.owners;
  }

  /// How many slots each candidate shall own; the sum is `slotCount` unless there is no candidate.
  static int[] shares(List<Candidate> candidates, int slotCount) {
    int[] seats = new int[candidates.size()];
    boolean weighted = candidates.stream().anyMatch(candidate -> candidate.weight() > 0);
    for (int slot = 0; slot < slotCount && seats.length > 0; slot++) {
      int best = 0;
      for (int i = 1; i < seats.length; i++) {
        // weight / (2 · seats + 1), compared without division; equal claims go to the lower address
        long challenger = weight(candidates.get(i), weighted) * (2L * seats[best] + 1);
        long holder = weight(candidates.get(best), weighted) * (2L * seats[i] + 1);
        if (challenger > holder) {
          best = i;
        }
      }
      seats[best]++;
    }
    return seats;
  }

  private static long weight(Candidate candidate, boolean weighted) {
    return weighted ? candidate.weight() : 1;
  }

  /// Every bucket whose owner is still a candidate stays where it is, for now.
  private void keep(IntFunction<Optional<InetAddress>> previous) {
    Arrays.fill(owners, NOBODY);
    for (int bucket = 0; bucket < owners.length; bucket++) {
      int index = previous.apply(bucket).map(this::indexOf).orElse(NOBODY);
      if (index != NOBODY) {
        own(bucket, index);
      }
    }
  }

  /// Takes from each candidate what it has beyond its share: first what another one below its share
  /// remembers, then its highest buckets.
  private void release() {
    for (int bucket = owners.length - 1; bucket >= 0; bucket--) {
      if (owners[bucket] != NOBODY && excess(owners[bucket]) > 0 && rememberer(bucket) != NOBODY) {
        disown(bucket);
      }
    }
    for (int bucket = owners.length - 1; bucket >= 0; bucket--) {
      if (owners[bucket] != NOBODY && excess(owners[bucket]) > 0) {
        disown(bucket);
      }
    }
  }

  private void giveBack() {
    for (int bucket = 0; bucket < owners.length; bucket++) {
      if (owners[bucket] == NOBODY && rememberer(bucket) != NOBODY) {
        own(bucket, rememberer(bucket));
      }
    }
  }

  private void fill() {
    int next = 0;
    for (int bucket = 0; bucket < owners.length; bucket++) {
      while (next < candidates.size() && excess(next) >= 0) {
        next++;
      }
      if (owners[bucket] == NOBODY && next < candidates.size()) {
        own(bucket, next);
      }
    }
  }

  /// Leaves to those who stay what others would gain too soon. Who wants nothing is rid of it.
  private void giveLess(int[] before, Gain gain) {
    boolean weighted = candidates.stream().anyMatch(candidate -> candidate.weight() > 0);
    int[] gained = new int[candidates.size()];
    for (int slot = 0; slot < owners.length; slot++) {
      int from = before[slot];
      int to = owners[slot];
      boolean gains = from != NOBODY && from != to && weight(candidates.get(from), weighted) > 0;
      if (gains && ++gained[to] > gain.of(shares[to])) {
        owners[slot] = from;
      }
    }
  }

  private int rememberer(int bucket) {
    for (int i = 0; i < candidates.size(); i++) {
      var memory = remembered.getOrDefault(candidates.get(i).address(), BucketSet.EMPTY);
      if (excess(i) < 0 && memory.contains(bucket)) {
        return i;
      }
    }
    return NOBODY;
  }

  private int indexOf(InetAddress address) {
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.get(i).address().equals(address)) {
        return i;
      }
    }
    return NOBODY;
  }

  private int excess(int index) {
    return owned[index] - shares[index];
  }

  private void own(int bucket, int index) {
    owners[bucket] = index;
    owned[index]++;
  }

  private void disown(int bucket) {
    owned[owners[bucket]]--;
    owners[bucket] = NOBODY;
  }
}
