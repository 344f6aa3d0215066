package dev.weir.wccp.cache;

import dev.weir.wccp.negotiation.Timers;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who is designated: the lowest address among the candidates (§4.3, ADR-0015).
///
/// A foreign cache, one that is no member of our cluster, is obeyed like any other: two that assign
/// against each other are worse than a bad table. Only when it is lowest and no router has shown a
/// table of its making for as long as routers keep an old one, the lowest member stands in; it
/// yields as soon as a table of the foreign one is shown.
///
/// Confined to its [CacheGroup].
final class Election {
  private final InetAddress self;
  private Optional<Set<InetAddress>> members = Optional.empty();
  private Optional<InetAddress> watched = Optional.empty();
  private Instant patientUntil = Instant.MAX;

  Election(InetAddress self) {
    this.self = self;
  }

  /// From now on these, and no others, are members of our cluster.
  void admit(Set<InetAddress> present) {
    members = Optional.of(Set.copyOf(present));
  }

  /// Whether a cache is not one of our cluster; never before [#admit], and never we ourselves.
  boolean foreign(InetAddress cache) {
    return !cache.equals(self) && members.isPresent() && !members.get().contains(cache);
  }

  /// Whether a cache is known to be one of our cluster.
  boolean admitted(InetAddress cache) {
    return members.isPresent() && members.get().contains(cache);
  }

  Optional<InetAddress> elect(Candidacy candidacy, List<RouterLink> live, Instant now) {
    var lowest = candidacy.lowest(_ -> true);
    boolean obeyed = lowest.isEmpty() || !foreign(lowest.get()) || assigns(lowest.get(), live);
    if (obeyed) {
      watched = Optional.empty();
      patientUntil = Instant.MAX;
      return lowest;
    }
    if (!lowest.equals(watched)) {
      watched = lowest;
      patientUntil =
          now.plus(
              live.stream()
                  .map(link -> link.timers().flushAfter())
                  .max(Comparable::compareTo)
                  .orElse(Timers.DEFAULT.flushAfter()));
    }
    return now.isBefore(patientUntil)
        ? lowest
        : candidacy.lowest(cache -> !foreign(cache)).or(() -> lowest);
  }

  /// When a foreign cache has had its time; in the past once it has.
  Instant patientUntil() {
    return patientUntil;
  }

  private static boolean assigns(InetAddress cache, List<RouterLink> live) {
    return live.stream()
        .anyMatch(link -> link.key().filter(key -> key.designated().equals(cache)).isPresent());
  }
}
