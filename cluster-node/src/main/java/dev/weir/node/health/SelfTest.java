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
/// A trial begins every interval, after a miss after half of one. It is missed when nothing has
/// come for half an interval in which this node's threads ran on time and nobody else was let in,
/// so that a fault is known within two intervals. Whoever has too little processor time, or a queue
/// of others before the trial, has four whole intervals; an answer after half of one is late.
///
/// No device, thread or clock: the driver begins the trials, tells their ends, and passes time in.
public final class SelfTest {
  /// Misses in a row after which the way is taken to be broken.
  public static final int MISSES = 2;

  /// So many intervals a trial lasts at the most.
  private static final int INTERVALS_MAX = 4;

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
  private Instant seenAt;
  private Duration onTime = Duration.ZERO;
  private Duration took = Duration.ZERO;

  /// A test of which nothing is known yet; its first trial is due at once.
  public SelfTest(Duration interval, Instant now) {
    this.interval = interval;
    this.beganAt = now;
    this.nextAt = now;
    this.seenAt = now;
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
    onTime = Duration.ZERO;
    return true;
  }

  /// Time has passed; `idle` if meanwhile the threads of this node ran on time, and no connection
  /// of others came through. Whether the trial has taken as long as it may: then it has to be told
  /// as missed.
  public boolean over(Instant now, boolean idle) {
    if (idle) {
      onTime = onTime.plus(Duration.between(seenAt.isAfter(beganAt) ? seenAt : beganAt, now));
    }
    seenAt = now;
    return trying
        && (onTime.compareTo(half()) >= 0
            || !now.isBefore(beganAt.plus(interval.multipliedBy(INTERVALS_MAX))));
  }

  /// How long the last answer took, or has been taking.
  public Duration took(Instant now) {
    var running = trying ? Duration.between(beganAt, now) : Duration.ZERO;
    return running.compareTo(took) > 0 ? running : took;
  }

  /// The trial was answered; whether late.
  public boolean answered(Instant now) {
    if (trying) {
      trying = false;
      took = Duration.between(beganAt, now);
      missed = 0;
      answered++;
      nextAt = beganAt.plus(interval);
      state = state == State.STARTING || answered >= ANSWERS ? State.WELL : state;
    }
    return took.compareTo(half()) > 0;
  }

  /// The trial was missed.
  public void missed() {
    if (trying) {
      trying = false;
      took = Duration.ZERO;
      answered = 0;
      missed++;
      nextAt = beganAt.plus(half());
      state = state == State.WELL && missed >= MISSES ? State.ILL : state;
    }
  }

  private Duration half() {
    return interval.dividedBy(2);
  }
}
