package dev.weir.node.ownership;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Whether this node has kept up with the others.
///
/// A process that stood still may have been done without: its buckets are another one's, and what
/// it stores was changed there. It does not know, and the first requests are there before the news.
/// So it keeps and serves nothing of its own until it has had time to hear.
///
/// [#attend] belongs to one thread, [#lapsed] is for any.
public final class Attention {
  /// Nobody is done without sooner: at the fastest timers the routers take 3 s to miss a cache, and
  /// give its share away 1.5 s later.
  public static final Duration LAPSE = Duration.ofSeconds(4);

  /// How long what was missed takes to be heard.
  public static final Duration NEWS = Duration.ofSeconds(3);

  /// As long as a stamp is: the number of the epoch in which a tenure began.
  private static final int STAMP_BITS = Integer.SIZE;

  private volatile Instant until = Instant.MAX;
  private volatile Instant newsBy = Instant.MIN;
  private volatile int lapses;

  /// The process runs.
  public synchronized void attend(Instant now) {
    if (now.isAfter(until)) {
      newsBy = now.plus(NEWS);
      lapses++;
    }
    until = now.plus(LAPSE);
  }

  /// Others have changed what this node could not be told of.
  public synchronized void miss() {
    lapses++;
  }

  /// How often it has missed something. What was stored before may have been changed meanwhile.
  public int lapses() {
    return lapses;
  }

  /// A stamp, told apart from the same one of before this process missed something.
  public long sinceLapse(long stamp) {
    return (long) lapses << STAMP_BITS | stamp;
  }

  /// The same of each.
  public List<Long> sinceLapse(List<Long> stamps) {
    return stamps.stream().map(this::sinceLapse).toList();
  }

  /// Whether the process stood still until now, or until so lately that others may know better.
  public boolean lapsed(Instant now) {
    return now.isAfter(until) || now.isBefore(newsBy);
  }
}
