package dev.weir.node.config;

import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.time.Duration;

/// The `origin` section: how origins are reached.
///
/// `replyService`, 51–255, is the dynamic service group by which routers bring what origins answer
/// to a client's address; further ones count up from it.
public record OriginConfig(Source address, int replyService, Duration connectTimeout) {

  /// Whose address the origin sees.
  public enum Source {
    /// This node's.
    NODE,
    /// The client's, as if no cache were there.
    CLIENT
  }

  /// What is in force when the section is not written.
  public static final OriginConfig DEFAULTS =
      new OriginConfig(Source.NODE, 90, Duration.ofSeconds(3));

  /// Whether origins see the client's address.
  public boolean keepsClient() {
    return address == Source.CLIENT;
  }

  static OriginConfig read(SectionReader section) {
    return new OriginConfig(
        section
            .key(
                "address",
                Values.oneOf(Source.class),
                "Whose address origins see. With client, routers redirect reply-service where"
                    + " origins' packets come in, and only what is marked public is shared.")
            .or(DEFAULTS.address),
        section
            .key(
                "reply-service",
                Values.integer(51, 255),
                "With address: client, the dynamic service that brings origins' answers; each"
                    + " further service of clients takes the next number.")
            .or(DEFAULTS.replyService),
        section
            .key(
                "connect-timeout",
                Quantities.duration(Duration.ofMillis(100), Duration.ofSeconds(30)),
                "How long a connection to an origin may take; then the client gets a 504.")
            .or(DEFAULTS.connectTimeout));
  }
}
