package dev.weir.node.config;

import dev.weir.node.config.limit.LimitsConfig;
import dev.weir.node.config.limit.PaceConfig;
import java.time.Duration;
import java.util.Optional;

/// The section `proxy.limits` with every key, none of them a default.
final class EveryLimit {
  private static final String TEXT =
      "{connections: 5000, half-open: 400, requests: 300, connections-per-client: 20,"
          + " client-prefix: 24, uri: 4KiB, header: 16KiB, fields: 50, body: 1MiB, head-time: 4s,"
          + " keep-alive: 5s, stall: 6s, body-rate: 700B, read-rate: 800B}";

  /// As it is read.
  static final LimitsConfig SET =
      new LimitsConfig(
          Optional.of(5_000),
          400,
          300,
          new LimitsConfig.PerClient(20, 24),
          new LimitsConfig.Message(4 << 10, 16 << 10, 50, Optional.of(1L << 20)),
          new PaceConfig(
              Duration.ofSeconds(4), Duration.ofSeconds(5), Duration.ofSeconds(6), 700, 800));

  private EveryLimit() {}

  /// A file in which it stands instead of `LIMITS`.
  static String in(String file) {
    return file.replace("LIMITS", TEXT);
  }
}
