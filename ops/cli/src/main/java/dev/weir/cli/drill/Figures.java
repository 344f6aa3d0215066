package dev.weir.cli.drill;

import dev.weir.node.config.ClusterConfig;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.bypass.DynamicBypass;
import java.time.Duration;
import java.util.List;

/// What of a node's file decides how a drill goes.
///
/// @param interval T, as far as the routers agree to it
/// @param changes what happens when nodes come, go and die
/// @param gridPort the TCP port by which the nodes hear each other
/// @param alone whether there are no other nodes
/// @param learns what a node spares by itself
record Figures(
    Duration interval,
    ClusterConfig.Changes changes,
    int gridPort,
    boolean alone,
    DynamicBypass learns) {

  /// What is in force where a file says nothing, in a cluster.
  static final Figures DEFAULTS =
      new Figures(
          Duration.ofSeconds(10),
          ClusterConfig.Changes.DEFAULTS,
          ClusterConfig.DEFAULTS.port(),
          false,
          DynamicBypass.DEFAULTS);

  static Figures of(NodeConfig config) {
    return new Figures(
        config.wccp().interval(),
        config.cluster().changes(),
        config.cluster().port(),
        config.cluster().members().size() < 2,
        config.proxy().bypass().dynamic());
  }

  /// So many times T, such as `45s`; `tenths` counts tenths of T.
  String times(int tenths) {
    return text(interval.multipliedBy(tenths).dividedBy(10));
  }

  /// A time as the file has it: `500ms`, `10s`, `5m`.
  static String text(Duration time) {
    for (var unit : List.of(new Unit(60_000, "m"), new Unit(1000, "s"))) {
      if (time.toMillis() >= unit.millis && time.toMillis() % unit.millis == 0) {
        return time.toMillis() / unit.millis + unit.sign;
      }
    }
    return time.toMillis() + "ms";
  }

  private record Unit(long millis, String sign) {}
}
