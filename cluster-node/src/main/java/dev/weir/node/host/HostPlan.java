package dev.weir.node.host;

import dev.weir.node.config.GreConfig;
import dev.weir.node.config.NodeConfig;
import java.util.List;

/// What the host rules are made for.
///
/// `gre` is where GRE arrives and how it is received; `tun` and `strayTun` are the devices of the
/// process; `ports` are the destination ports of diverted connections; `listenerPort` is the port
/// of the transparent listener on 127.0.0.1; `plain` is who may bring packets without GRE.
public record HostPlan(
    Gre gre, String tun, String strayTun, List<Integer> ports, int listenerPort, PlainPlan plain) {
  /// The port of the transparent listener, where nothing else says otherwise.
  public static final int LISTENER_PORT = 3129;

  private static final String DEVICE = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}";

  /// The device on which GRE arrives, and the engine that receives it.
  public record Gre(String device, GreConfig.Receive receive) {}

  /// Refuses names and ports that have no place in a command.
  public HostPlan {
    ports = List.copyOf(ports);
    for (String name : List.of(gre.device(), tun, strayTun)) {
      expectDevice(name);
    }
    if (ports.isEmpty() || ports.stream().anyMatch(HostPlan::isNoPort) || isNoPort(listenerPort)) {
      throw new IllegalArgumentException("not ports: " + ports + ", " + listenerPort);
    }
  }

  /// What a node of this configuration needs.
  public static HostPlan of(NodeConfig config) {
    var gre = config.gre();
    return new HostPlan(
        new Gre(gre.device(), gre.receive()),
        gre.tun(),
        gre.strayTun(),
        config.proxy().intercept().ports(),
        LISTENER_PORT,
        PlainPlan.of(config));
  }

  /// The device on which GRE arrives.
  public String device() {
    return gre.device();
  }

  static void expectDevice(String name) {
    if (!name.matches(DEVICE)) {
      throw new IllegalArgumentException("not a device name: " + name);
    }
  }

  private static boolean isNoPort(int port) {
    return port < 1 || port > 65535;
  }
}
