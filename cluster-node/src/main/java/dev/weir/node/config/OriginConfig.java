package dev.weir.node.config;

import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.time.Duration;

/// The `origin` section: how origins are reached.
public record OriginConfig(Source address, Duration connectTimeout) {

  /// Whose address the origin sees.
  public enum Source {
    /// This node's.
    NODE
  }

  /// What is in force when the section is not written.
  public static final OriginConfig DEFAULTS = new OriginConfig(Source.NODE, Duration.ofSeconds(3));

  static OriginConfig read(SectionReader section) {
    return new OriginConfig(
        section
            .key("address", Values.oneOf(Source.class, "client"), "Whose address origins see.")
            .or(DEFAULTS.address),
        section
            .key(
                "connect-timeout",
                Quantities.duration(Duration.ofMillis(100), Duration.ofSeconds(30)),
                "How long a connection to an origin may take; then the client gets a 504.")
            .or(DEFAULTS.connectTimeout));
  }
}
