package dev.weir.node.front;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.intercept.InterceptConfig.Divert;
import dev.weir.node.dns.RebindGuard;
import dev.weir.node.host.HostPlan;
import dev.weir.node.life.HostException;
import dev.weir.node.proxy.Door;
import dev.weir.node.proxy.ProxyConfig;
import dev.weir.node.proxy.ProxyConfig.Arrival;
import dev.weir.node.proxy.limit.Descriptors;
import dev.weir.node.proxy.wire.OwnAddresses;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What the proxy of a node is told, by the node's configuration and by what its host bears.
public record ProxySettings(NodeConfig config) {
  /// The most open connections: so few that there is always a descriptor for the next one.
  ///
  /// @throws HostException when the host cannot bear what is wanted
  public int connectionsMax(EventLog events) throws HostException {
    var wanted = config.proxy().limits().connections();
    long descriptors = Descriptors.available();
    int bearable = Descriptors.bearable(descriptors);
    int most =
        Descriptors.connectionsMax(wanted, descriptors)
            .orElseThrow(() -> tooFewDescriptors(wanted.orElseThrow(), descriptors));
    if (wanted.isEmpty() && most < Descriptors.CONNECTIONS_MAX) {
      events.record(
          NodeEvent.CONNECTIONS_LIMITED,
          "connections",
          bearable,
          "descriptors",
          descriptors,
          "needed",
          Descriptors.needed(Descriptors.CONNECTIONS_MAX));
    }
    return most;
  }

  private static HostException tooFewDescriptors(int wanted, long descriptors) {
    return new HostException(
        "proxy.limits.connections: "
            + wanted
            + " connections need "
            + Descriptors.needed(wanted)
            + " descriptors, and this process may have "
            + descriptors
            + ". Raise LimitNOFILE of its unit (or `ulimit -n`), or write "
            + Descriptors.bearable(descriptors)
            + " at the most.",
        new IOException("RLIMIT_NOFILE is " + descriptors));
  }

  /// The settings of a node's proxy.
  ///
  /// @param doors where clients come by themselves
  /// @param inForce what may change
  /// @throws HostException when the host cannot tell its addresses
  public ProxyConfig settings(List<Door> doors, Supplier<InForce> inForce) throws HostException {
    var times = ProxyConfig.Times.DEFAULTS.withConnect(config.origin().connectTimeout());
    return new ProxyConfig(
        config.node().name(),
        config.diverts() ? Optional.of(diverted()) : Optional.empty(),
        doors,
        new ProxyConfig.Dns(
            config.dns().settings(),
            new RebindGuard(config.dns().rebindGuard(), config.dns().inside(), own()),
            () -> inForce.get().hosts()),
        () ->
            new ProxyConfig.Times(
                times.client().withPace(inForce.get().limits().pace()), times.origin()),
        new ProxyConfig.Limits(
            () -> inForce.get().limits().connectionsMax(),
            ProxyConfig.Limits.FOLLOWERS_MAX,
            ProxyConfig.Limits.THREADS,
            () -> inForce.get().limits().client()),
        new ProxyConfig.Sockets(config.proxy().intercept().mss(), config.origin().keepsClient()),
        () -> inForce.get().ways());
  }

  private Predicate<InetAddress> own() throws HostException {
    try {
      return OwnAddresses.with(Set.of(config.node().address()))::has;
    } catch (IOException e) {
      throw new HostException("Cannot tell the addresses of this host: " + e.getMessage(), e);
    }
  }

  private ProxyConfig.Listen diverted() {
    var listener = HostPlan.Listener.own(config.proxy().intercept().divert());
    return new ProxyConfig.Listen(
        new InetSocketAddress(listener.address(), listener.port()),
        listener.divert() == Divert.TPROXY ? Arrival.TRANSPARENT : Arrival.TRANSLATED,
        Set.of(config.node().address()),
        this::mayProbe);
  }

  private boolean mayProbe(InetAddress address) {
    return address instanceof Inet4Address ipv4
        && config.proxy().intercept().probes().stream().anyMatch(it -> it.contains(ipv4));
  }
}
