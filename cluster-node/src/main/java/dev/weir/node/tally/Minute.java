package dev.weir.node.tally;

import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What was counted within the last minute, second by second. Confined to one thread.
final class Minute {
  /// What is of more than so long ago is no longer looked at.
  static final Duration SPAN = Duration.ofSeconds(60);

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  private record Sample(Instant at, Counts counts) {}

  /// What was counted in all by now. `now` is monotonic and called about once a second.
  void add(Instant now, Counts counts) {
    samples.addLast(new Sample(now, counts));
    while (samples.size() > 2 && samples.getFirst().at.isBefore(now.minus(SPAN))) {
      samples.removeFirst();
    }
  }

  /// What the node tells of itself.
  NodeNumbers numbers(Map<Inet4Address, Boolean> routers) {
    Counts all = samples.isEmpty() ? Counts.NONE : samples.getLast().counts;
    Counts lately = samples.isEmpty() ? all : all.since(samples.getFirst().counts);
    long requests = lately.sum(Counts.Sum.REQUESTS);
    return new NodeNumbers(
        all.sum(Counts.Sum.REQUESTS),
        all.sum(Counts.Sum.HITS),
        all.sum(Counts.Sum.TO_CLIENTS),
        all.sum(Counts.Sum.FROM_ORIGINS),
        new NodeNumbers.Lately(
            requests * 1_000_000 / Math.max(1_000, spanMillis()),
            requests,
            lately.sum(Counts.Sum.HITS),
            lately.within95().orElse(0) / 1_000),
        load(lately),
        routers);
  }

  private long spanMillis() {
    return samples.isEmpty()
        ? 0
        : Duration.between(samples.getFirst().at, samples.getLast().at).toMillis();
  }

  private static List<Integer> load(Counts lately) {
    var load = new ArrayList<Integer>(256);
    for (int bucket = 0; bucket < 256; bucket++) {
      load.add((int) Math.min(NodeNumbers.LOAD_MAX, lately.bucket(bucket)));
    }
    return load;
  }
}
