package dev.weir.node.host;

import dev.weir.node.config.GreConfig;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.intercept.InterceptConfig.Divert;
import dev.weir.node.config.sidecar.SidecarConfig;
import java.net.Inet4Address;
import java.util.List;
import java.util.OptionalInt;

/// What the host rules are made for.
///
/// `gre` is where GRE arrives and how it is received; `tun` and `strayTun` are the devices of the
/// process; `ports` are the destination ports of diverted connections; `plain` is who may bring
/// packets without GRE.
public record HostPlan(
    Gre gre, String tun, String strayTun, List<Integer> ports, Listener listener, PlainPlan plain) {
  /// The port of the listener, where nothing else says otherwise.
  public static final int LISTENER_PORT = 3129;

  /// Its port where the program beside it has that.
  public static final int BESIDE_PORT = 3127;

  private static final String DEVICE = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}";

  /// The device on which GRE arrives, and the engine that receives it.
  public record Gre(String device, GreConfig.Receive receive) {}

  /// Who takes diverted connections, and how they are led there. One that is not ours has to be
  /// told by the rules how long a segment clients may send, 536–8932 octets.
  public record Listener(Divert divert, int port, OptionalInt segmentOctetsMax) {
    /// Our own.
    public static Listener own(Divert divert) {
      return new Listener(divert, LISTENER_PORT, OptionalInt.empty());
    }

    /// Our own; or the sidecar's, to which the kernel hands over; or ours beside the sidecar's.
    private static Listener of(NodeConfig config) {
      var own = own(config.proxy().intercept().divert());
      return config.proxy().sidecar().map(it -> own.beside(it, config)).orElse(own);
    }

    private Listener beside(SidecarConfig sidecar, NodeConfig config) {
      int theirs = sidecar.to().port();
      if (sidecar.byKernel()) {
        return new Listener(divert, theirs, OptionalInt.of(config.proxy().intercept().mss()));
      }
      return theirs == port ? new Listener(divert, BESIDE_PORT, segmentOctetsMax) : this;
    }

    /// The address it is bound to, which nobody else can reach.
    public Inet4Address address() {
      return divert == Divert.TPROXY ? LOOPBACK : HostRules.TUN_ADDRESS;
    }

    @Override
    public String toString() {
      return address().getHostAddress() + ":" + port;
    }
  }

  private static final Inet4Address LOOPBACK = Inet4Address.ofLiteral("127.0.0.1");

  /// Refuses names and ports that have no place in a command.
  public HostPlan {
    ports = List.copyOf(ports);
    for (String name : List.of(gre.device(), tun, strayTun)) {
      expectDevice(name);
    }
    if (ports.isEmpty()
        || ports.stream().anyMatch(HostPlan::isNoPort)
        || isNoPort(listener.port())) {
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
        config.proxy().intercept().allPorts(),
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
