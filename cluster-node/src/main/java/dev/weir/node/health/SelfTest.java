package dev.weir.node.health;

import java.time.Duration;
import java.time.Instant;

/// When the way of a diverted packet is tried, and what follows from it.
///
/// ```
///   STARTING ──answered──▶ WELL ──two misses in a row──▶ ILL
///                           ▲                             │
///                           ╰───three answers in a row────╯
/// ```
///
/// A trial begins every interval; after a miss the next one begins after half an interval, which is
/// also what one may take. So a fault is known within two intervals at the latest.
///
/// No device, thread or clock: the driver begins the trials, tells their ends, and passes time in.
public final class SelfTest {
  /// Misses in a row after which the way is taken to be broken.
  public static final int MISSES = 2;

  /// Answers in a row after which it is taken to be whole again.
  public static final int ANSWERS = 3;

  /// Why a trial was missed. The names are metric labels.
  public enum Miss {
    /// The TUN took no packet: it is down, or full.
    TUN,
    /// No connection came about: nothing leads from the TUN to the listener.
    NO_CONNECTION,
    /// It was refused: there is no listener, or the packet does not get to it.
    REFUSED,
    /// The connection stands and nobody answers: nobody accepts, or the event loop is stuck.
    NO_ANSWER
  }

  /// What the trials so far amount to.
  public enum State {
    /// Nothing has been answered yet.
    STARTING,
    /// The way is whole.
    WELL,
    /// The way is broken.
    ILL
  }

  private final Duration interval;
  private State state = State.STARTING;
  private int missed;
  private int answered;
  private boolean trying;
  private Instant beganAt;
  private Instant nextAt;

  /// A test of which nothing is known yet; its first trial is due at once.
  public SelfTest(Duration interval, Instant now) {
    this.interval = interval;
    this.beganAt = now;
    this.nextAt = now;
  }

  /// The present state.
  public State state() {
    return state;
  }

  /// Whether a trial runs.
  boolean trying() {
    return trying;
  }

  /// Whether a trial is to begin now. True once for each trial.
  public boolean begins(Instant now) {
    if (trying || now.isBefore(nextAt)) {
      return false;
    }
    trying = true;
    beganAt = now;
    nextAt = now.plus(half());
    return true;
  }

  /// Whether the trial has taken as long as it may; then it has to be told as missed.
  public boolean late(Instant now) {
    return trying && !now.isBefore(beganAt.plus(half()));
  }

  /// The trial was answered.
  public void answered() {
    if (trying) {
      trying = false;
      missed = 0;
      answered++;
      nextAt = beganAt.plus(interval);
      state = state == State.STARTING || answered >= ANSWERS ? State.WELL : state;
    }
  }

  /// The trial was missed.
  public void missed() {
    if (trying) {
      trying = false;
      answered = 0;
      missed++;
      nextAt = beganAt.plus(half());
      state = state == State.WELL && missed >= MISSES ? State.ILL : state;
    }
  }

  /// When [#begins] or [#late] has something to say. Reading it late is safe.
  public Instant nextDeadline() {
    return trying ? beganAt.plus(half()) : nextAt;
  }

  private Duration half() {
    return interval.dividedBy(2);
  }
}
