package dev.weir.node.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;

/// Drives self-test, watch and gate: a thread of its own, because what it watches may be stuck.
public final class HealthWatch implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(250);

  /// As long as tasks run no later than this, a self-test has the time it needs.
  private static final Duration PUNCTUAL = Duration.ofMillis(100);

  private static final int REPORTS_MAX = 16; // and one more for each loop

  /// What is watched.
  ///
  /// @param interval between two trials
  /// @param patience how long a loop may not answer
  /// @param loops take a task from any thread; each is one thread
  /// @param accepted connections of others so far, which came the way that is tried
  public record Watched(
      Duration interval,
      Duration patience,
      Prober prober,
      List<? extends Executor> loops,
      LongSupplier accepted) {
    /// Copies the list.
    public Watched {
      loops = List.copyOf(loops);
    }
  }

  /// What is told, by the health thread.
  public interface Journal {
    /// How things stand, four times a second.
    void seen(Pulse pulse);

    /// A trial was answered, perhaps late.
    void answered(Instant now, boolean late);

    /// A trial was missed.
    void missed(SelfTest.Miss why);

    /// A loop is stuck.
    void stuck(Stall stall);

    /// A loop works again.
    void moves(Stall stall);

    /// A loop will not work again: the process has to end.
    void lost();

    /// The health thread itself has ended by a fault.
    void failed(Throwable why);
  }

  private final Watched watched;
  private final HealthGate gate;
  private final Journal journal;
  private final InstantSource clock;
  private final SelfTest test;
  private final LoopWatch watch;
  private final BlockingQueue<Runnable> reports;
  private final AtomicReferenceArray<Thread> threads;
  private final Thread thread = Thread.ofPlatform().name("weir-health").unstarted(this::run);
  private boolean lost;
  private long acceptedBefore;
  private long trial;
  private volatile boolean stopping;

  /// A watch that does not run yet.
  public HealthWatch(Watched watched, HealthGate gate, Journal journal, InstantSource clock) {
    this(watched, gate, journal, clock, new ArrayBlockingQueue<>(reportsMax(watched)));
  }

  /// The same with the queue of reports, at which the thread waits for time to pass; it has to have
  /// room for as many as [#reportsMax].
  HealthWatch(
      Watched watched,
      HealthGate gate,
      Journal journal,
      InstantSource clock,
      BlockingQueue<Runnable> reports) {
    this.watched = watched;
    this.gate = gate;
    this.journal = journal;
    this.clock = clock;
    this.test = new SelfTest(watched.interval(), clock.instant());
    this.watch = new LoopWatch(watched.loops().size(), watched.patience());
    this.reports = reports;
    this.threads = new AtomicReferenceArray<>(watched.loops().size());
  }

  static int reportsMax(Watched watched) {
    return REPORTS_MAX + watched.loops().size();
  }

  /// Starts the thread.
  public void start() {
    thread.start();
  }

  /// Stops the thread and waits for it.
  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      for (var due = clock.instant(); !stopping; due = clock.instant().plus(TICK)) {
        reportsUntil(due);
        var now = clock.instant();
        turn(now, Duration.between(due, now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      journal.failed(e);
    }
  }

  private void reportsUntil(Instant due) throws InterruptedException {
    long left = 0;
    do {
      var report = reports.poll(left, TimeUnit.NANOSECONDS);
      if (report != null) {
        report.run();
        gate.follow(test.state(), watch.anyStuck());
      }
      left = Duration.between(clock.instant(), due).toNanos();
    } while (left > 0 && !stopping);
  }

  private void turn(Instant now, Duration late) {
    var delay = watch.delay(now).compareTo(late) > 0 ? watch.delay(now) : late;
    watch.look(now).forEach(this::tell);
    long accepted = watched.accepted().getAsLong();
    boolean serves = accepted != acceptedBefore;
    acceptedBefore = accepted;
    if (test.over(now, !serves && delay.compareTo(PUNCTUAL) <= 0)) {
      missed(watched.prober().giveUp());
    } else if (test.trying()) {
      watched.prober().again();
    }
    journal.seen(new Pulse(now, delay, test.took(now)));
    for (int loop : watch.ask(now)) {
      watched.loops().get(loop).execute(() -> onLoop(loop));
    }
    if (test.begins(now)) {
      watched.prober().begin(new Trial(++trial));
    }
    gate.follow(test.state(), watch.anyStuck());
    if (!lost && watch.lost(now)) {
      lost = true;
      journal.lost();
    }
  }

  private void onLoop(int loop) {
    threads.set(loop, Thread.currentThread());
    var ran = clock.instant();
    report(() -> watch.done(loop, ran).ifPresent(this::tell));
  }

  /// There is room: each loop has one task, and one trial runs at a time.
  private void report(Runnable what) {
    if (!reports.offer(what)) {
      throw new IllegalStateException(reports.size() + " reports wait");
    }
  }

  private void tell(LoopWatch.Change change) {
    switch (change) {
      case LoopWatch.Change.Stuck(int loop) ->
          journal.stuck(new Stall(loop, watched.patience(), Stall.where(threads.get(loop))));
      case LoopWatch.Change.Moves(int loop, Duration after) ->
          journal.moves(new Stall(loop, after, ""));
    }
  }

  private void answered(Instant now) {
    journal.answered(now, test.answered(now));
  }

  private void missed(SelfTest.Miss why) {
    test.missed();
    journal.missed(why);
  }

  /// One trial, so that a late end of a former one does not count.
  private final class Trial implements Prober.End {
    private final long number;

    private Trial(long number) {
      this.number = number;
    }

    @Override
    public void answered() {
      var now = clock.instant();
      report(() -> {
        if (current()) {
          HealthWatch.this.answered(now);
        }
      });
    }

    @Override
    public void missed(SelfTest.Miss why) {
      report(() -> {
        if (current()) {
          HealthWatch.this.missed(why);
        }
      });
    }

    private boolean current() {
      return number == trial && test.trying();
    }
  }
}
