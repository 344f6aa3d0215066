package dev.weir.cache.operator;

import java.time.Duration;
import java.util.Optional;

/// For how long responses are to be fresh.
///
/// @param initial where the origin says nothing
/// @param least whatever the origin says
/// @param most the same
public record Lifetime(
    Optional<Duration> initial, Optional<Duration> least, Optional<Duration> most) {
  /// As long as the origin says.
  public static final Lifetime UNCHANGED =
      new Lifetime(Optional.empty(), Optional.empty(), Optional.empty());

  /// A lifetime that an origin gave, or did not give, as it is to be.
  ///
  /// @param given whether the origin gave it
  /// @param mayGrow whether it may become longer than that
  public Duration of(Duration own, boolean given, boolean mayGrow) {
    Duration wanted = given || !mayGrow ? own : initial.orElse(own);
    if (mayGrow) {
      Duration floor = least.orElse(Duration.ZERO);
      wanted = wanted.compareTo(floor) < 0 ? floor : wanted;
    }
    Duration ceiling = most.orElse(wanted);
    return wanted.compareTo(ceiling) > 0 ? ceiling : wanted;
  }
}
