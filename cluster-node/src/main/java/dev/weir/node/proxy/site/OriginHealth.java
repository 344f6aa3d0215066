package dev.weir.node.proxy.site;

import java.time.Instant;

/// What is known of one origin's health. Pure and immutable.
///
/// ```
///         `fall` bad probes, or `failuresMax` failed requests
///    UP ────────────────────────────────────────────────────▶ DOWN
///     ▲    `rise` good probes; where nothing probes it, one     │
///     ╰──  request that tries it after `out` and is answered ───╯
/// ```
///
/// @param streak while up, bad probes in a row; while down, good ones
/// @param failures failed requests in a row
/// @param until while down: when a request may try it, where nothing probes it
public record OriginHealth(State state, int streak, int failures, Instant until) {
  /// Whether requests go to it.
  public enum State {
    /// They do.
    UP,
    /// They do not.
    DOWN
  }

  /// What tells of its health.
  public enum Sign {
    /// A probe had the answer that it wants.
    PROBE_GOOD,
    /// A probe had another, or none in time.
    PROBE_BAD,
    /// A request was answered, with whatever status.
    ANSWERED,
    /// A request could not be, and it was the origin's doing.
    FAILED
  }

  /// Of one about which nothing is known.
  public static final OriginHealth NEW = new OriginHealth(State.UP, 0, 0, Instant.MIN);

  /// Whether it is up.
  public boolean isUp() {
    return state == State.UP;
  }

  /// After one more sign.
  public OriginHealth after(Sign sign, HealthRule rule, Instant now) {
    return switch (state) {
      case UP -> whileUp(sign, rule, now);
      case DOWN -> whileDown(sign, rule, now);
    };
  }

  private OriginHealth whileUp(Sign sign, HealthRule rule, Instant now) {
    return switch (sign) {
      case PROBE_GOOD -> new OriginHealth(state, 0, failures, until);
      case ANSWERED -> failures == 0 ? this : new OriginHealth(state, streak, 0, until);
      case PROBE_BAD ->
          streak + 1 >= rule.fall()
              ? down(rule, now)
              : new OriginHealth(state, streak + 1, failures, until);
      case FAILED ->
          failures + 1 >= rule.failuresMax()
              ? down(rule, now)
              : new OriginHealth(state, streak, failures + 1, until);
    };
  }

  private OriginHealth whileDown(Sign sign, HealthRule rule, Instant now) {
    return switch (sign) {
      case PROBE_GOOD ->
          streak + 1 >= rule.rise() ? NEW : new OriginHealth(state, streak + 1, 0, until);
      case PROBE_BAD -> new OriginHealth(state, 0, 0, until);
      case ANSWERED -> rule.probed() ? this : NEW;
      case FAILED -> rule.probed() ? this : down(rule, now);
    };
  }

  private static OriginHealth down(HealthRule rule, Instant now) {
    return new OriginHealth(State.DOWN, 0, 0, now.plus(rule.out()));
  }

  /// Whether a request may go to it now.
  public boolean usable(HealthRule rule, Instant now) {
    return state == State.UP || (!rule.probed() && !now.isBefore(until));
  }

  /// A request goes to it: while it is down, no second one before that has told.
  public OriginHealth tried(HealthRule rule, Instant now) {
    return state == State.UP ? this : down(rule, now);
  }
}
