package dev.weir.node.config.health;

import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.yaml.SectionReader;
import java.time.Duration;

/// The `health` section: when this node takes itself to be unable to serve and hands its buckets
/// back, and when it has too much to do.
///
/// `selfTest` is the time between two trials of the way of a diverted packet; `stuckAfter` is how
/// long an event loop may be busy with one thing. After twice that the process ends.
public record HealthConfig(Duration selfTest, Duration stuckAfter, OverloadConfig overload) {
  /// What is in force when the section is not written.
  public static final HealthConfig DEFAULTS =
      new HealthConfig(Duration.ofSeconds(2), Duration.ofSeconds(5), OverloadConfig.DEFAULTS);

  /// The same where no more connections than these can be open.
  public HealthConfig within(int connectionsMax) {
    return new HealthConfig(selfTest, stuckAfter, overload.within(connectionsMax));
  }

  /// Reads the section.
  public static HealthConfig read(SectionReader section) {
    return new HealthConfig(
        section
            .key(
                "self-test",
                Quantities.duration(Duration.ofMillis(500), Duration.ofSeconds(60)),
                "How often the way of a diverted packet is tried; after two misses in a row the"
                    + " buckets are handed back.")
            .or(DEFAULTS.selfTest),
        section
            .key(
                "stuck-after",
                Quantities.duration(Duration.ofSeconds(1), Duration.ofSeconds(60)),
                "How long an event loop may not answer until the buckets are handed back; after"
                    + " twice that the process ends with status 3.")
            .or(DEFAULTS.stuckAfter),
        OverloadConfig.read(section.section("overload")));
  }
}
