package dev.weir.node.config.entry;

import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.util.List;
import java.util.Optional;

/// The section `proxy.forward`: clients that are configured to use this proxy. Nobody else is
/// served.
public record ForwardConfig(ListenAddress listen, List<Prefix> clients) {
  private static final int PREFIXES_MAX = 10_000;

  /// Keeps a copy of the list.
  public ForwardConfig {
    clients = List.copyOf(clients);
  }

  /// Reads the section; empty when it is not written.
  public static Optional<ForwardConfig> read(SectionReader section) {
    var listen =
        section
            .key(
                "listen",
                Values.listen(),
                "Where clients reach this node that are configured to use it as their proxy.")
            .optional();
    var clients =
        section
            .key(
                "clients",
                Values.list(Values.prefix(), 1, PREFIXES_MAX),
                "Who may use it; connections from elsewhere are closed.")
            .optional();
    if (listen.isPresent() != clients.isPresent()) {
      section.refuse(
          listen.isPresent() ? "clients" : "listen",
          "missing",
          "write both, such as listen: 0.0.0.0:3128 and clients: [10.0.0.0/8]");
    }
    return listen.isPresent() && clients.isPresent()
        ? Optional.of(new ForwardConfig(listen.get(), clients.get()))
        : Optional.empty();
  }
}
