package dev.weir.node.config.limit;

import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.yaml.SectionReader;
import java.time.Duration;

/// The keys of `proxy.limits` that say how slow a client may be.
///
/// @param head until a request's head is whole
/// @param keepAlive from a response to the next request's head
/// @param stall the time over which the rates are measured
/// @param bodyRate octets of a request's body in a second, at least
/// @param readRate octets of a response that it takes in a second, at least
public record PaceConfig(
    Duration head, Duration keepAlive, Duration stall, long bodyRate, long readRate) {
  /// What is in force when nothing is written.
  public static final PaceConfig DEFAULTS =
      new PaceConfig(
          Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(30), 240, 240);

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final long RATE_MAX = 1L << 30;

  static PaceConfig read(SectionReader section) {
    return new PaceConfig(
        section
            .key(
                "head-time",
                Quantities.duration(SECOND, Duration.ofMinutes(5)),
                "Until the head of the first request is whole; then 408.")
            .or(DEFAULTS.head),
        section
            .key(
                "keep-alive",
                Quantities.duration(SECOND, Duration.ofHours(1)),
                "From a response to the next request's whole head; then the connection is closed.")
            .or(DEFAULTS.keepAlive),
        section
            .key(
                "stall",
                Quantities.duration(SECOND, Duration.ofMinutes(10)),
                "The time over which body-rate and read-rate are measured.")
            .or(DEFAULTS.stall),
        section
            .key(
                "body-rate",
                Quantities.size(1, RATE_MAX),
                "Octets a second of a request's body that a client sends at least; with fewer 408.")
            .or(DEFAULTS.bodyRate),
        section
            .key(
                "read-rate",
                Quantities.size(1, RATE_MAX),
                "Octets a second of a response that a client takes at least; with fewer its"
                    + " connection is broken off.")
            .or(DEFAULTS.readRate));
  }
}
