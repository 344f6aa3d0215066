package dev.weir.wccp.assignment;

import java.net.Inet4Address;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Computes the next assignment from the last one, moving as few buckets as can be (§5.4).
///
/// A leave moves exactly the leaver's buckets. A join moves only what the joiner receives. Shares
/// follow the weights by a divisor method (Sainte-Laguë), under which nobody's share shrinks when
/// another leaves, so that no bucket ever moves between two caches that both stay.
public final class StickyAssignment {
  /// A cache that may own buckets. Weight 0 owns none, unless every weight is 0.
  public record Candidate(Inet4Address address, int weight) {
    /// Refuses a negative weight.
    public Candidate {
      if (weight < 0) {
        throw new IllegalArgumentException("weight " + weight);
      }
    }
  }

  private static final int NOBODY = -1;

  private final List<Candidate> candidates;
  private final Map<Inet4Address, BucketSet> remembered;
  private final int[] shares;
  private final int[] owners = new int[BucketTable.BUCKET_COUNT];
  private final int[] owned;

  private StickyAssignment(List<Candidate> sorted, Map<Inet4Address, BucketSet> remembered) {
    this.candidates = sorted;
    this.remembered = remembered;
    this.shares = shares(sorted);
    this.owned = new int[sorted.size()];
  }

  /// The next assignment.
  ///
  /// `remembered` are buckets that absent caches owned before: one that returns gets the same ones
  /// back as far as its share allows. A present owner is never displaced by a memory alone.
  public static Assignment next(
      List<Candidate> candidates, Assignment previous, Map<Inet4Address, BucketSet> remembered) {
    if (candidates.size() > BucketTable.CACHE_COUNT_MAX) {
      throw new IllegalArgumentException(candidates.size() + " candidates");
    }
    var sorted =
        candidates.stream()
            .sorted((a, b) -> AddressOrder.UNSIGNED.compare(a.address(), b.address()))
            .toList();
    var computation = new StickyAssignment(sorted, remembered);
    computation.keep(previous);
    computation.release();
    computation.giveBack();
    computation.fill();
    return new Assignment(
        sorted.stream().map(Candidate::address).toList(), BucketTable.ofOwners(computation.owners));
  }

  /// How many buckets each candidate shall own; the sum is 256 unless there is no candidate.
  static int[] shares(List<Candidate> candidates) {
    int[] seats = new int[candidates.size()];
    boolean weighted = candidates.stream().anyMatch(candidate -> candidate.weight() > 0);
    for (int bucket = 0; bucket < BucketTable.BUCKET_COUNT && seats.length > 0; bucket++) {
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
  private void keep(Assignment previous) {
    Arrays.fill(owners, NOBODY);
    for (int bucket = 0; bucket < owners.length; bucket++) {
      int index = previous.owner(bucket).map(this::indexOf).orElse(NOBODY);
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

  private int rememberer(int bucket) {
    for (int i = 0; i < candidates.size(); i++) {
      var memory = remembered.getOrDefault(candidates.get(i).address(), BucketSet.EMPTY);
      if (excess(i) < 0 && memory.contains(bucket)) {
        return i;
      }
    }
    return NOBODY;
  }

  private int indexOf(Inet4Address address) {
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
