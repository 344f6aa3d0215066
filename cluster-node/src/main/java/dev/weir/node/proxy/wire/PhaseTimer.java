package dev.weir.node.proxy.wire;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One deadline that moves often and is met seldom: moving it costs no scheduling.
///
/// Confined to its event loop. After [#close()] nothing runs any more.
public final class PhaseTimer {
  private final EventLoop loop;
  private long deadlineNs;
  private @Nullable Runnable onExpiry;
  private boolean scheduled;
  private long scheduledForNs;
  private boolean closed;

  /// A timer that is not armed.
  public PhaseTimer(EventLoop loop) {
    this.loop = loop;
  }

  /// Sets the deadline, in place of an earlier one.
  public void arm(Duration within, Runnable action) {
    deadlineNs = System.nanoTime() + within.toNanos();
    onExpiry = action;
    if (!closed && (!scheduled || deadlineNs - scheduledForNs < 0)) {
      schedule();
    }
  }

  /// Forgets the deadline.
  public void disarm() {
    onExpiry = null;
  }

  /// Forgets the deadline for good.
  public void close() {
    closed = true;
    onExpiry = null;
  }

  private void schedule() {
    scheduled = true;
    scheduledForNs = deadlineNs;
    long forNs = deadlineNs;
    loop.schedule(
        () -> fire(forNs), Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  private void fire(long forNs) {
    if (forNs != scheduledForNs) {
      return; // an earlier deadline was scheduled meanwhile
    }
    scheduled = false;
    Runnable action = onExpiry;
    if (closed || action == null) {
      return;
    }
    if (deadlineNs - System.nanoTime() > 0) {
      schedule();
    } else {
      onExpiry = null;
      action.run();
    }
  }
}
