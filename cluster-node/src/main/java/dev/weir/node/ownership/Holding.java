package dev.weir.node.ownership;

import java.net.Inet4Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One bucket in an epoch: who owns it, and who did before.
///
/// @param before the last first; of earlier ones those that may still have what nobody has taken
///   over, and no more than [#FORMERS_MAX]
/// @param tenure the number of the epoch in which this ownership began, at `since`
public record Holding(Inet4Address owner, List<Former> before, long tenure, Instant since) {
  /// The most former owners that are known of a bucket.
  public static final int FORMERS_MAX = 2;

  /// An owner that is none any more, and the tenure it had, until `end`.
  public record Former(Inet4Address node, long tenure, Instant end) {}

  /// Copies the former owners.
  public Holding {
    before = List.copyOf(before);
  }

  /// A bucket that nobody is known to have owned before.
  public static Holding fresh(Inet4Address owner, long tenure, Instant since) {
    return new Holding(owner, List.of(), tenure, since);
  }

  /// The same bucket once it is another one's.
  Holding passedTo(Inet4Address next, long number, Instant now) {
    var formers = new ArrayList<Former>();
    formers.add(new Former(owner, tenure, now));
    before.stream()
        .filter(it -> HandOver.open(it, now))
        .limit(FORMERS_MAX - 1)
        .forEach(formers::add);
    return new Holding(next, formers, number, now);
  }

  /// The node that owned the bucket before.
  public Optional<Inet4Address> formerOwner() {
    return before.stream().map(Former::node).findFirst();
  }
}
