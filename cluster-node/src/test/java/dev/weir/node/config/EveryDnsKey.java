package dev.weir.node.config;

import dev.weir.node.config.value.Ipv4;
import java.time.Duration;
import java.util.List;

/// The section `dns` with every key, none of them a default.
final class EveryDnsKey {
  static final DnsConfig CONFIG =
      new DnsConfig(
          List.of(Ipv4.parse("192.0.2.53"), Ipv4.parse("192.0.2.54")),
          Duration.ofSeconds(1),
          new DnsConfig.Ttl(Duration.ofSeconds(2), Duration.ofMinutes(3), Duration.ofSeconds(4)),
          false,
          List.of(".corp.example.com"));

  private EveryDnsKey() {}
}
