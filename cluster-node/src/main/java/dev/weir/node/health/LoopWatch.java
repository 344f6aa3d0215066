package dev.weir.node.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Which event loops no longer do what they are given.
///
/// Each loop is given one small task at a time, and the next when it has done that. One that has
/// not done it for `patience` is stuck; for twice that, it is lost.
///
/// No thread or clock.
public final class LoopWatch {
  private static final Instant NOT_ASKED = Instant.MIN;

  private final Duration patience;
  private final Instant[] askedAt;
  private final Duration[] delays;
  private final BitSet stuck = new BitSet();

  /// What has changed.
  public sealed interface Change {
    /// This loop is stuck.
    record Stuck(int loop) implements Change {}

    /// This loop works again.
    record Moves(int loop, Duration after) implements Change {}
  }

  /// A watch over loops 0 to `loops` - 1.
  public LoopWatch(int loops, Duration patience) {
    this.patience = patience;
    this.askedAt = new Instant[loops];
    Arrays.fill(askedAt, NOT_ASKED);
    this.delays = new Duration[loops];
    Arrays.fill(delays, Duration.ZERO);
  }

  /// The loops that are to be given a task now. Not to be called often: to watch them must not be
  /// work for them.
  public List<Integer> ask(Instant now) {
    var idle = new ArrayList<Integer>();
    for (int loop = 0; loop < askedAt.length; loop++) {
      if (askedAt[loop].equals(NOT_ASKED)) {
        askedAt[loop] = now;
        idle.add(loop);
      }
    }
    return idle;
  }

  /// A loop has done its task, at this moment.
  public Optional<Change> done(int loop, Instant now) {
    var after = askedAt[loop].equals(NOT_ASKED) ? now : askedAt[loop];
    askedAt[loop] = NOT_ASKED;
    delays[loop] = Duration.between(after, now);
    if (!stuck.get(loop)) {
      return Optional.empty();
    }
    stuck.clear(loop);
    return Optional.of(new Change.Moves(loop, delays[loop]));
  }

  /// How long the last task waited, or has been waiting, on the loop that is worst off.
  public Duration delay(Instant now) {
    var worst = Duration.ZERO;
    for (int loop = 0; loop < askedAt.length; loop++) {
      var delay = waited(loop, now).compareTo(delays[loop]) > 0 ? waited(loop, now) : delays[loop];
      worst = delay.compareTo(worst) > 0 ? delay : worst;
    }
    return worst;
  }

  /// The loops that have been found stuck since it was last asked.
  public List<Change> look(Instant now) {
    var found = new ArrayList<Change>();
    for (int loop = 0; loop < askedAt.length; loop++) {
      if (!stuck.get(loop) && waited(loop, now).compareTo(patience) >= 0) {
        stuck.set(loop);
        found.add(new Change.Stuck(loop));
      }
    }
    return found;
  }

  /// Whether any loop is stuck.
  public boolean anyStuck() {
    return !stuck.isEmpty();
  }

  /// Whether a loop has been stuck for so long that only a new process helps.
  public boolean lost(Instant now) {
    return stuck.stream()
        .anyMatch(loop -> waited(loop, now).compareTo(patience.multipliedBy(2)) >= 0);
  }

  private Duration waited(int loop, Instant now) {
    return askedAt[loop].equals(NOT_ASKED) ? Duration.ZERO : Duration.between(askedAt[loop], now);
  }
}
