package dev.weir.node.config;

import dev.weir.node.config.snmp.SnmpConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Secret;
import java.util.List;
import java.util.Optional;

/// The section `snmp` with every key, none of them a default.
final class EverySnmpKey {
  static final String TEXT =
      """
      snmp:
        listen: 192.0.2.12:161
        clients: [192.0.2.0/24]
        community: env:TOKEN
        users: [{name: noc, authentication: env:TOKEN, privacy: env:TOKEN}]
        traps: ["192.0.2.99:162"]
      """;

  private static final Secret TOKEN = Secret.of("a-secret-of-thirty-two-characters");

  static final SnmpConfig CONFIG =
      new SnmpConfig(
          ListenAddress.of("192.0.2.12:161"),
          Prefix.parse("192.0.2.0/24").stream().toList(),
          Optional.of(TOKEN),
          List.of(new SnmpConfig.User("noc", TOKEN, TOKEN)),
          List.of(ListenAddress.of("192.0.2.99:162")));

  private EverySnmpKey() {}
}
