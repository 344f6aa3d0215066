package dev.weir.node.config.entry;

import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Patterns;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.way.ForwardedConfig;
import dev.weir.node.config.yaml.SectionReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The section `proxy.forward`: clients that are configured to use this proxy. Nobody else is
/// served.
public record ForwardConfig(
    ListenAddress listen,
    List<Prefix> clients,
    List<Integer> connectPorts,
    List<String> direct,
    Optional<Path> pac,
    ForwardedConfig forwarded) {
  private static final int PORTS_MAX = 64;
  private static final int DIRECT_MAX = 1000;
  private static final int PREFIXES_MAX = 10_000;

  /// Keeps a copy of the list.
  public ForwardConfig {
    clients = List.copyOf(clients);
    connectPorts = List.copyOf(connectPorts);
    direct = List.copyOf(direct);
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
        section
            .key(
                "connect-ports",
                Values.list(Values.port(), 0, PORTS_MAX),
                "The ports to which clients may have tunnels (CONNECT).")
            .or(List.of(443)),
        section
            .key(
                "direct",
                Values.list(Patterns.hostOrPrefix(), 0, DIRECT_MAX),
                "Where clients go without the proxy, by the file that configures them: host"
                    + " patterns and prefixes.")
            .or(List.of()),
        section
            .key(
                "pac",
                Values.file(Path.of("/etc/weir/proxy.pac")),
                "A file to give to clients that ask this node for /proxy.pac or /wpad.dat, in place"
                    + " of the one that this node makes.")
            .optional(),
        ForwardedConfig.read(section, ForwardedConfig.FORWARD));
  }
}
