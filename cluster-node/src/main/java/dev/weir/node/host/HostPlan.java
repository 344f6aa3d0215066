package dev.weir.node.host;

import dev.weir.node.config.GreConfig;
import dev.weir.node.config.NodeConfig;
import java.util.List;
import java.util.OptionalInt;

/// What the host rules are made for.
///
/// `gre` is where GRE arrives and how it is received; `tun` and `strayTun` are the devices of the
/// process; `ports` are the destination ports of diverted connections; `listener` is the
/// transparent listener on 127.0.0.1; `plain` is who may bring packets without GRE.
public record HostPlan(
    Gre gre, String tun, String strayTun, List<Integer> ports, Listener listener, PlainPlan plain) {
  /// The port of the transparent listener, where nothing else says otherwise.
  public static final int LISTENER_PORT = 3129;

  private static final String DEVICE = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}";

  /// A transparent listener on 127.0.0.1. One that is not ours has to be told by the rules how long
  /// a segment clients may send, 536–8932 octets.
  public record Listener(int port, OptionalInt segmentOctetsMax) {
    /// Ours, at the port where nothing else says otherwise.
    public static final Listener OWN = new Listener(LISTENER_PORT, OptionalInt.empty());

    /// Ours beside a program that has that port, or that program's own.
    static Listener of(NodeConfig config) {
      return config.proxy().sidecar()
          .map(it -> it.byKernel()
              ? new Listener(
                  it.to().port(), OptionalInt.of(config.proxy().intercept().mss()))
              : it.to().port() == LISTENER_PORT
                  ? new Listener(LISTENER_PORT + 1, OptionalInt.empty())
                  : OWN)
          .orElse(OWN);
    }
  }

  /// The device on which GRE arrives, and the engine that receives it.
  public record Gre(String device, GreConfig.Receive receive) {}

  /// Refuses names and ports that have no place in a command.
  public HostPlan {
    ports = List.copyOf(ports);
    for (String name : List.of(gre.device(), tun, strayTun)) {
      expectDevice(name);
    }
    if (ports.isEmpty() || ports.stream().anyMatch(HostPlan::isNoPort) || isNoPort(listener.port)) {
      throw new IllegalArgumentException("not ports: " + ports + ", " + listener);
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
        Listener.of(config),
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
