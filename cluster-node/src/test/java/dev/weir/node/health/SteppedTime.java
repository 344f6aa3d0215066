package dev.weir.node.health;

import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Time that passes only while somebody waits for a report, and then at once: on the way things
/// happen that were arranged for their moments. At the end of it the one who waits is interrupted.
final class SteppedTime extends ArrayBlockingQueue<Runnable> implements InstantSource {
  @Serial private static final long serialVersionUID = 1;

  private final transient TreeMap<Instant, Runnable> arranged = new TreeMap<>();
  private final Instant end;
  private Instant now = Instant.EPOCH;
  private long late;
  private volatile boolean over;

  SteppedTime(int capacity, Duration lasting) {
    super(capacity);
    this.end = Instant.EPOCH.plus(lasting);
  }

  /// Has something happen so many milliseconds after the beginning.
  void at(long millis, Runnable what) {
    arranged.merge(
        Instant.EPOCH.plusMillis(millis),
        what,
        (one, other) ->
            () -> {
              one.run();
              other.run();
            });
  }

  /// From now on whoever waits in vain wakes up so much later, as on a host without processor time.
  void wakeLate(long millis) {
    late = millis;
  }

  boolean isOver() {
    return over;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public @Nullable Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
    var until = now.plusNanos(unit.toNanos(timeout));
    while (isEmpty() && !arranged.isEmpty() && !arranged.firstKey().isAfter(until)) {
      var next = arranged.pollFirstEntry();
      now = next.getKey().isAfter(now) ? next.getKey() : now;
      next.getValue().run();
    }
    if (isEmpty() && until.isAfter(now)) {
      now = until.plusMillis(late);
    }
    if (now.isAfter(end)) {
      over = true;
      throw new InterruptedException();
    }
    return poll();
  }
}
