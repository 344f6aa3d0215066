package dev.weir.node.config;

import dev.weir.node.config.entry.ReverseConfig;
import dev.weir.node.config.reverse.Introductions;
import dev.weir.node.config.reverse.OriginEntry;
import dev.weir.node.config.reverse.OriginHealthConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.way.ForwardedConfig;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Every key of a section of `proxy.reverse`, but for those of files.
final class EveryReverseKey {
  private EveryReverseKey() {}

  static List<ReverseConfig> sections() {
    return List.of(
        new ReverseConfig(
            new ListenAddress(ip("192.0.2.12"), 8080),
            List.of("www.example.com", "*.example.net"),
            List.of(
                new OriginEntry(new ListenAddress(ip("198.51.100.7"), 80)),
                new OriginEntry(new ListenAddress(ip("198.51.100.8"), 80), 3)),
            new OriginHealthConfig(
                Optional.of("/health"),
                new OriginHealthConfig.Probes(
                    Optional.of("health.example.com"),
                    Duration.ofSeconds(7),
                    Duration.ofSeconds(3),
                    4,
                    5,
                    List.of(200, 204)),
                6,
                Duration.ofSeconds(20),
                OriginHealthConfig.NoneHealthy.REFUSE),
            Optional.empty(),
            new Introductions(List.of(new Prefix(ip("10.9.0.0"), 16)), 2),
            new ForwardedConfig(ForwardedConfig.Telling.REMOVE, ForwardedConfig.Telling.REPLACE)));
  }

  private static Inet4Address ip(String address) {
    return (Inet4Address) InetAddress.ofLiteral(address);
  }
}
