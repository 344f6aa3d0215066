package dev.weir.node.config.entry;

import dev.weir.node.config.access.UsersConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.util.List;
import java.util.Optional;

/// The section `proxy.forward`: clients that are configured to use this proxy. Nobody else is
/// served.
public record ForwardConfig(
    ListenAddress listen, List<Prefix> clients, Optional<UsersConfig> users) {
  private static final int PREFIXES_MAX = 10_000;

  /// Keeps a copy of the list.
  public ForwardConfig {
    clients = List.copyOf(clients);
  }

  /// Reads the section of `proxy`; empty when it is not written.
  public static Optional<ForwardConfig> read(SectionReader proxy) {
    return proxy.has("forward") || proxy.describing()
        ? Optional.of(readWritten(proxy.section("forward")))
        : Optional.empty();
  }

  private static ForwardConfig readWritten(SectionReader section) {
    return new ForwardConfig(
        section
            .key(
                "listen",
                Values.listen(),
                "Where clients reach this node that are configured to use it as their proxy.")
            .required(),
        section
            .key(
                "clients",
                Values.list(Values.prefix(), 1, PREFIXES_MAX),
                "Who may use it; connections from elsewhere are closed.")
            .required(),
        UsersConfig.read(section));
  }
}
