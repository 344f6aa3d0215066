package dev.weir.node;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.entry.ForwardConfig;
import dev.weir.node.config.entry.ReverseConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.life.HostException;
import dev.weir.node.proxy.Door;
import dev.weir.node.proxy.caller.Explicit;
import dev.weir.node.proxy.caller.Sites;
import dev.weir.node.proxy.caller.Surrogate;
import dev.weir.node.proxy.forward.ForwardPolicy;
import dev.weir.node.proxy.forwarded.Forwarding;
import dev.weir.node.proxy.wire.OwnAddresses;
import dev.weir.node.way.BrowserFile;
import dev.weir.node.way.Ways;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// The listeners that the configuration has for clients that come by themselves.
final class Doors {
  private Doors() {}

  static List<Door> of(NodeConfig config) throws HostException {
    var doors = new ArrayList<Door>();
    if (config.proxy().forward().isPresent()) {
      ForwardConfig forward = config.proxy().forward().get();
      doors.add(explicit(forward, reachable(config), BrowserFile.of(config, forward)));
    }
    var sites = new LinkedHashMap<ListenAddress, List<Sites.Site>>();
    for (ReverseConfig reverse : config.proxy().reverse()) {
      sites.computeIfAbsent(reverse.listen(), _ -> new ArrayList<>()).add(site(reverse));
    }
    sites.forEach((listen, there) -> {
      var shared = new Sites(there);
      Function<String, Forwarding> forwardings = forwardings(config.proxy().reverse(), listen);
      doors.add(
          new Door(listen.socketAddress(), _ -> true, _ -> new Surrogate(shared, forwardings)));
    });
    return List.copyOf(doors);
  }

  private static Sites.Site site(ReverseConfig section) {
    var origins = section.origins().stream().map(ListenAddress::socketAddress).toList();
    return new Sites.Site(section.hosts(), origins);
  }

  /// What origins are told by the first section that has a host, as it is this one that answers.
  private static Function<String, Forwarding> forwardings(
      List<ReverseConfig> sections, ListenAddress listen) {
    var each = new LinkedHashMap<Sites, Forwarding>();
    for (ReverseConfig section : sections) {
      if (section.listen().equals(listen)) {
        var hosts = new Sites(List.of(site(section)));
        each.put(hosts, Ways.forwarding(section.forwarded()));
      }
    }
    return host ->
        each.entrySet().stream()
            .filter(it -> it.getKey().has(host))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(Forwarding.UNTOUCHED);
  }

  private static Door explicit(
      ForwardConfig forward, Predicate<InetAddress> reachable, String pac) {
    Predicate<InetAddress> admitted =
        address ->
            address instanceof Inet4Address client
                && forward.clients().stream().anyMatch(prefix -> prefix.contains(client));
    var forwarding = Ways.forwarding(forward.forwarded());
    var policy = new ForwardPolicy(Set.copyOf(forward.connectPorts()), pac);
    return new Door(
        forward.listen().socketAddress(), admitted, names -> new Explicit(names, reachable, forwarding),
        Optional.of(() -> policy));
  }

  /// Nobody is led to this host by way of it, nor to addresses that mean the asker's own network.
  private static Predicate<InetAddress> reachable(NodeConfig config) throws HostException {
    try {
      var own = OwnAddresses.with(Set.of(config.node().address()));
      return address -> !own.has(address) && !address.isLinkLocalAddress();
    } catch (IOException e) {
      throw new HostException("Cannot tell the addresses of this host: " + e.getMessage(), e);
    }
  }
}
