package dev.weir.node.proxy.disk;

import dev.weir.cache.disk.DiskTier;
import dev.weir.cache.flight.Spool;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.proxy.outcome.Outcome;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// What requests ask of the disks before they ask an origin. For any event loop.
public final class Disks {
  private final Optional<DiskTier> tier;
  private final MemoryStore store;
  private final Duration wait;
  private final LongAdder late = new LongAdder();

  private Disks(Optional<DiskTier> tier, MemoryStore store, Duration wait) {
    this.tier = tier;
    this.store = store;
    this.wait = wait;
  }

  /// No disk.
  public static Disks none(MemoryStore store) {
    return new Disks(Optional.empty(), store, Duration.ZERO);
  }

  /// Disks behind a store.
  ///
  /// @param wait how long a request waits for them
  public static Disks of(DiskTier tier, MemoryStore store, Duration wait) {
    return new Disks(Optional.of(tier), store, wait);
  }

  /// Goes on when the memory has what the disks have for a request: at once where these have
  /// nothing more, else on its loop, and not later than it may wait. Nothing happens once the
  /// request is over.
  public void before(
      RequestHead request, CacheKey key, Outcome outcome, EventLoop loop, Runnable then) {
    boolean reads = request.isGet() || request.isHead();
    if (tier.isEmpty() || !reads || store.has(key) || !tier.get().has(key)) {
      then.run();
      return;
    }
    var waiting = new Waiting(outcome, then);
    var timer =
        loop.schedule(
            () -> {
              if (waiting.goOn(false)) {
                late.increment();
              }
            },
            wait.toNanos(),
            TimeUnit.NANOSECONDS);
    tier.get()
        .recall(
            key,
            found ->
                loop.execute(() -> {
                  timer.cancel(false);
                  waiting.goOn(found);
                }));
  }

  /// The longest body that a disk keeps in a file of its own; 0: there is none.
  public long bodyBytesMax(CacheKey key) {
    return tier.map(it -> it.bodyBytesMax(key)).orElse(0L);
  }

  /// A place for a body that is too long for memory; empty if there is none.
  ///
  /// @param promised how long it says it is
  public Optional<Spool> spool(CacheKey key, OptionalLong promised) {
    return tier.flatMap(it -> it.spool(key, promised));
  }

  /// How many requests have gone on without waiting any longer.
  long late() {
    return late.sum();
  }

  /// One request that waits. Confined to its loop.
  private static final class Waiting {
    private final Outcome outcome;
    private final Runnable then;
    private boolean gone;

    Waiting(Outcome outcome, Runnable then) {
      this.outcome = outcome;
      this.then = then;
    }

    /// Goes on; false if it has already.
    boolean goOn(boolean found) {
      if (gone) {
        return false;
      }
      gone = true;
      if (!outcome.isOver()) {
        outcome.recalled(found);
        then.run();
      }
      return true;
    }
  }
}
