package dev.weir.wccp.router;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// When the next I_SEE_YOU goes to the group's address, and whom it answers (§4.1, §4.4).
///
/// The period is 0.9 T, give or take a tenth, so that routers do not speak in step; the deviations
/// follow from a seed. Confined to its [RouterGroup].
final class MulticastSchedule {
  private final SplittableRandom deviations;
  private final Set<InetAddress> heard = new LinkedHashSet<>();
  private final Set<InetAddress> leaving = new LinkedHashSet<>();
  private Instant next = Instant.MAX;
  private Duration interval = Duration.ZERO;

  MulticastSchedule(long seed) {
    this.deviations = new SplittableRandom(seed);
  }

  Instant next() {
    return next;
  }

  /// A cache has spoken to the group. What is beyond 32 caches waits for the next period. When the
  /// group has just agreed on a shorter T, nobody waits for the end of a period of the longer one.
  void heard(InetAddress cache, boolean leaves, Instant now, Duration transmit) {
    if (heard.size() < RouterGroup.MEMBER_COUNT_MAX || heard.contains(cache)) {
      heard.add(cache);
      if (leaves) {
        leaving.add(cache);
      }
    }
    if (next.equals(Instant.MAX) || transmit.compareTo(interval) < 0) {
      schedule(now, transmit);
    }
  }

  /// The caches of `heard` whose SHUTDOWN is confirmed with the answer.
  List<InetAddress> leaving() {
    return List.copyOf(leaving);
  }

  /// The caches heard since the last I_SEE_YOU; the list begins anew. Without `more` caches that
  /// speak to the group, nothing is due until one does.
  List<InetAddress> takeHeard(boolean more, Instant now, Duration transmit) {
    var taken = List.copyOf(heard);
    heard.clear();
    leaving.clear();
    next = Instant.MAX;
    if (more) {
      schedule(now, transmit);
    }
    return taken;
  }

  private void schedule(Instant now, Duration transmit) {
    int thousandths = 900 + deviations.nextInt(-90, 91);
    interval = transmit;
    next = now.plus(transmit.multipliedBy(thousandths).dividedBy(1000));
  }
}
