package dev.weir.node.config.way;

import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.time.Duration;

/// The section `proxy.tunnels`: connections that are led through, by CONNECT, by Upgrade, or because
/// they are TLS.
public record TunnelsConfig(int max, int perClient, Duration idle) {
  /// What is in force when the section is not written.
  public static final TunnelsConfig DEFAULTS =
      new TunnelsConfig(10_000, 256, Duration.ofMinutes(15));

  /// Reads the section.
  public static TunnelsConfig read(SectionReader section) {
    return new TunnelsConfig(
        section
            .key(
                "max",
                Values.integer(1, 500_000),
                "The most tunnels at a time; a client that wants one more gets 503.")
            .or(DEFAULTS.max),
        section
            .key("per-client", Values.integer(1, 500_000), "The most tunnels of one client.")
            .or(DEFAULTS.perClient),
        section
            .key(
                "idle",
                Quantities.duration(Duration.ofSeconds(1), Duration.ofHours(24)),
                "How long nothing may pass through a tunnel in either direction.")
            .or(DEFAULTS.idle));
  }
}
