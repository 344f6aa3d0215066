package dev.weir.node.proxy.chain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Whether one parent lives, as far as is known.
///
/// ```
///        failures in a row reach the most / LOST
///   UP ──────────────────────────────────────────▶ DOWN
///    ▲                                               │
///    ╰──────────────── an answer / FOUND ────────────╯
/// ```
///
/// Requests tell it, and questions of its own: one each interval without an answer to a request. It
/// begins as living. No clock and no socket: the driver passes time in, and carries the effects
/// out.
final class ParentHealth {
  /// What happens.
  enum Event {
    /// It has answered, whatever it said.
    ANSWERED,
    /// It took no connection, or gave no answer.
    FAILED,
    /// [#nextDeadline] has passed.
    DEADLINE_PASSED
  }

  /// What is to be done.
  enum Effect {
    /// Ask it whether it lives.
    ASK,
    /// Say that it is dead.
    LOST,
    /// Say that it lives again.
    FOUND
  }

  private final Duration interval;
  private final int failuresMax;
  private boolean up = true;
  private int failures;
  private Instant deadline;

  ParentHealth(Duration interval, int failuresMax, Instant now) {
    this.interval = interval;
    this.failuresMax = failuresMax;
    this.deadline = now;
  }

  List<Effect> on(Event event, Instant now) {
    return switch (event) {
      case ANSWERED -> answered(now);
      case FAILED -> failed();
      case DEADLINE_PASSED -> ask(now);
    };
  }

  private List<Effect> answered(Instant now) {
    failures = 0;
    deadline = now.plus(interval);
    if (up) {
      return List.of();
    }
    up = true;
    return List.of(Effect.FOUND);
  }

  private List<Effect> failed() {
    failures = Math.min(failures + 1, failuresMax);
    if (!up || failures < failuresMax) {
      return List.of();
    }
    up = false;
    return List.of(Effect.LOST);
  }

  private List<Effect> ask(Instant now) {
    if (now.isBefore(deadline)) {
      return List.of();
    }
    deadline = now.plus(interval);
    return List.of(Effect.ASK);
  }

  boolean isUp() {
    return up;
  }

  int failures() {
    return failures;
  }

  /// When [Event#DEADLINE_PASSED] is next due. Reading it late is safe.
  Instant nextDeadline() {
    return deadline;
  }
}
