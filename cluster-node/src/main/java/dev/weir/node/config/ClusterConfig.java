package dev.weir.node.config;

import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Secret;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The `cluster` section: the other nodes.
///
/// No members means that this node is alone.
public record ClusterConfig(
    List<Inet4Address> members, int port, String name, Optional<Secret> secret, Changes changes) {

  /// What happens to buckets and connections when nodes come, go and die.
  ///
  /// @param fastEvict whether a node that is known to be dead loses its buckets at once
  /// @param slowStart whether a node that comes gets its buckets a quarter at a time
  /// @param drain how long a node that goes waits for its connections to end, 0–10 min
  public record Changes(boolean fastEvict, boolean slowStart, Duration drain) {
    /// What is in force when nothing is written.
    public static final Changes DEFAULTS = new Changes(true, true, Duration.ofSeconds(60));

    static Changes read(SectionReader section) {
      return new Changes(
          section
              .key(
                  "fast-evict",
                  Values.oneOf(Switch.class),
                  "Whether the buckets of a node that is known to be dead are given away at once,"
                      + " not when the routers miss it.")
              .or(Switch.AUTO)
              .on(),
          section
              .key(
                  "slow-start",
                  Values.oneOf(Switch.class),
                  "Whether a node that comes is given its buckets in four parts, an interval"
                      + " apart, so that it fills its cache by and by.")
              .or(Switch.AUTO)
              .on(),
          section
              .key(
                  "drain",
                  Quantities.duration(Duration.ZERO, Duration.ofMinutes(10)),
                  "How long a node that stops, or that is drained, waits for its connections to"
                      + " end once others have its buckets; 0s: not at all.")
              .or(DEFAULTS.drain));
    }
  }

  private enum Switch {
    AUTO,
    OFF;

    boolean on() {
      return this == AUTO;
    }
  }

  /// What is in force when the section is not written.
  public static final ClusterConfig DEFAULTS =
      new ClusterConfig(List.of(), 5701, "weir", Optional.empty(), Changes.DEFAULTS);

  /// Keeps a copy of the list.
  public ClusterConfig {
    members = List.copyOf(members);
  }

  static ClusterConfig read(SectionReader section) {
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
            .optional(),
        Changes.read(section));
  }
}
