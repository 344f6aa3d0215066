package dev.weir.node.proxy.site;

import java.time.Duration;

/// When an origin is asked no more, and when again.
///
/// @param probed whether probes ask it; otherwise only requests tell
/// @param rise good probes in a row after which it is healthy
/// @param fall bad probes in a row after which it is not
/// @param failuresMax failed requests in a row after which it is not
/// @param out how long it is left alone then, where nothing probes it
/// @param panics whether all origins are asked when none is healthy
public record HealthRule(
    boolean probed, int rise, int fall, int failuresMax, Duration out, boolean panics) {
  /// Unless said otherwise: nothing is probed.
  public static final HealthRule DEFAULTS =
      new HealthRule(false, 2, 3, 3, Duration.ofSeconds(10), true);
}
