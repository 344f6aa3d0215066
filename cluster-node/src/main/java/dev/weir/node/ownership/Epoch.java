package dev.weir.node.ownership;

import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.PacketFields;
import dev.weir.wccp.assignment.Placement;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// One table of owners, from the moment it was in force until the next one is.
///
/// @param number the key change number (§3.8), unsigned 32 bits; only grows
/// @param designated who made the table
/// @param source where this node read it
/// @param holdings the 256 buckets
/// @param mask by what the routers choose the bucket of a destination, if not by its hash
/// @param since when this node first saw it, on the monotonic clock
public record Epoch(
    long number,
    Inet4Address designated,
    Source source,
    List<Holding> holdings,
    Optional<MaskAssignment> mask,
    Instant since) {
  /// How many buckets there are.
  public static final int BUCKETS = 256;

  private static final InetAddress ANY = new InetSocketAddress(0).getAddress();

  /// Where an epoch is read.
  public enum Source {
    /// All live routers echo it.
    ROUTERS,
    /// It is published in the grid, and no router is heard.
    GRID;

    /// As it is written in events and on pages.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
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

  /// The bucket that the routers choose for a destination (§5.1): so a host with one address is at
  /// home where its packets come. Where no value of a mask matches, the hash counts.
  public int slot(InetAddress destination) {
    var packet = new PacketFields(ANY, destination, 0, 80);
    return mask.map(it -> Placement.slot(packet, it))
        .filter(OptionalInt::isPresent)
        .map(it -> it.getAsInt() % BUCKETS)
        .orElseGet(() -> Placement.slot(destination));
  }

  /// Whether a bucket changed hands in this epoch, or this is the first.
  public boolean moved(int bucket) {
    return holdings.get(bucket).tenure() == number;
  }

  /// Everybody who owns a bucket, or may still hand one over.
  public Set<Inet4Address> keepers(Instant now) {
    var keepers = new HashSet<Inet4Address>();
    for (Holding holding : holdings) {
      keepers.add(holding.owner());
      for (Holding.Former former : holding.before()) {
        if (HandOver.open(former, now)) {
          keepers.add(former.node());
        }
      }
    }
    return keepers;
  }

  /// Everybody who owns a bucket.
  public Set<Inet4Address> owners() {
    return holdings.stream().map(Holding::owner).collect(Collectors.toUnmodifiableSet());
  }
}
