package dev.weir.lab.watch;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// How fast time goes by in the rules: as it does, or so that a lab need not wait.
///
/// Durations stand in rules as `[5m]`, `offset 1h` and in `for:`, out of a few.
public enum Pace {
  /// As operators are given them.
  REAL(Map.of()),
  /// For a lab in which Prometheus looks once a second: a window holds four samples at least.
  LAB(Map.of("1m", "2s", "2m", "2s", "5m", "5s", "10m", "6s", "15m", "40s", "1h", "20s"));

  private static final Pattern IN_EXPRESSION = Pattern.compile("(?<=\\[|offset )\\d+[mhd]\\b");

  @SuppressWarnings("ImmutableEnumChecker") // of Map.of, which nobody can change
  private final Map<String, String> written;

  Pace(Map<String, String> written) {
    this.written = written;
  }

  /// A duration at this pace.
  ///
  /// @throws IllegalArgumentException when there is none for it
  public String of(String duration) {
    return this == REAL
        ? duration
        : Optional.ofNullable(written.get(duration))
            .orElseThrow(() -> new IllegalArgumentException("no pace for " + duration));
  }

  /// An expression at this pace.
  public String in(String expression) {
    return IN_EXPRESSION.matcher(expression).replaceAll(found -> of(found.group()));
  }
}
