package dev.weir.node.ownership;

import java.net.Inet4Address;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// One table of owners, from the moment it was in force until the next one is.
///
/// @param number the key change number (§3.8), unsigned 32 bits; only grows
/// @param designated who made the table
/// @param source where this node read it
/// @param holdings the 256 buckets
/// @param since when this node first saw it, on the monotonic clock
public record Epoch(
    long number, Inet4Address designated, Source source, List<Holding> holdings, Instant since) {
  /// How many buckets there are.
  public static final int BUCKETS = 256;

  /// Where an epoch is read.
  public enum Source {
    /// All live routers echo it.
    ROUTERS,
    /// It is published in the grid, and no router is heard.
    GRID
  }

  /// Refuses another number of buckets.
  public Epoch {
    holdings = List.copyOf(holdings);
    if (holdings.size() != BUCKETS) {
      throw new IllegalArgumentException(holdings.size() + " buckets");
    }
  }

  /// One of the buckets, 0–255.
  public Holding holding(int bucket) {
    return holdings.get(bucket);
  }

  /// Who owns a bucket.
  public Inet4Address owner(int bucket) {
    return holdings.get(bucket).owner();
  }

  /// Everybody who owns a bucket.
  public Set<Inet4Address> owners() {
    return holdings.stream().map(Holding::owner).collect(Collectors.toUnmodifiableSet());
  }
}
