package dev.weir.node.config;

import dev.weir.node.config.value.Secret;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;

/// The `cluster` section: the other nodes.
///
/// No members means that this node is alone.
public record ClusterConfig(
    List<Inet4Address> members, int port, String name, Optional<Secret> secret) {

  /// What is in force when the section is not written.
  public static final ClusterConfig DEFAULTS =
      new ClusterConfig(List.of(), 5701, "weir", Optional.empty());

  /// Keeps a copy of the list.
  public ClusterConfig {
    members = List.copyOf(members);
  }

  static ClusterConfig read(SectionReader section) {
    section.later("fast-evict");
    return new ClusterConfig(
        section
            .key(
                "members",
                Values.list(Values.address(), 0, 32),
                "The addresses of all nodes of the cluster, this one included; the same list on"
                    + " every node. None: this node is alone.")
            .or(DEFAULTS.members),
        section
            .key("port", Values.port(), "The TCP port of the cluster, the same on every node.")
            .or(DEFAULTS.port),
        section
            .key(
                "name",
                Values.name(DEFAULTS.name),
                "The name of the cluster; nodes of other names are not let in. It is no secret.")
            .or(DEFAULTS.name),
        section
            .key(
                "secret",
                Values.secret(16, 32, 256),
                "The secret all nodes share, and nobody else: what nodes tell each other is signed"
                    + " with it. Needed where there are members.")
            .optional());
  }
}
