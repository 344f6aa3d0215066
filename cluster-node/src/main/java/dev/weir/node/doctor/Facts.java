package dev.weir.node.doctor;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.doctor.firewall.Ruleset;
import dev.weir.node.host.HostPlan;
import java.util.List;
import java.util.Optional;

/// Everything that was seen of one node and its host.
///
/// @param config empty when the file is refused; then `problems` says why
/// @param rules every rule of nftables
/// @param node empty when no node answers
public record Facts(
    Optional<NodeConfig> config,
    List<String> problems,
    HostFacts host,
    Ruleset rules,
    Optional<NodeFacts> node,
    Traffic traffic,
    Outside outside) {
  /// What came of calling the other nodes of the grid on the peer link.
  ///
  /// @param closed those whose port took no connection, each with the reason
  /// @param refusing those with which TLS failed, each with the reason
  public record Peers(List<String> closed, List<String> refusing) {
    /// All well, or nobody was called.
    public static final Peers WELL = new Peers(List.of(), List.of());

    /// Keeps copies.
    public Peers {
      closed = List.copyOf(closed);
      refusing = List.copyOf(refusing);
    }
  }

  /// What came of asking the parents of the configuration.
  ///
  /// @param silent those that gave no answer, each with the reason
  /// @param refusing those that want other credentials
  public record Parents(List<String> silent, List<String> refusing) {
    /// All well, or there are none.
    public static final Parents WELL = new Parents(List.of(), List.of());

    /// Keeps copies.
    public Parents {
      silent = List.copyOf(silent);
      refusing = List.copyOf(refusing);
    }
  }

  /// What the world around the host answered.
  ///
  /// @param silentServers name servers of the configuration that gave no answer
  /// @param deadOrigins origins of stored pages that took no connection, each with the reason
  /// @param clockOffSeconds how much the host's clock is ahead of an origin's; 0 when unknown
  public record Outside(
      List<String> silentServers,
      List<String> deadOrigins,
      long clockOffSeconds,
      Peers peers,
      Parents parents) {
    /// All well.
    public static final Outside WELL =
        new Outside(List.of(), List.of(), 0, Peers.WELL, Parents.WELL);

    /// Keeps copies.
    public Outside {
      silentServers = List.copyOf(silentServers);
      deadOrigins = List.copyOf(deadOrigins);
    }
  }

  /// Keeps a copy.
  public Facts {
    problems = List.copyOf(problems);
  }

  /// What the node's host rules are made for.
  ///
  /// @throws IllegalStateException when there is no configuration
  HostPlan plan() {
    return HostPlan.of(known());
  }

  /// The configuration, for checks that are made only with one.
  ///
  /// @throws IllegalStateException when there is none
  NodeConfig known() {
    return config.orElseThrow(IllegalStateException::new);
  }
}
