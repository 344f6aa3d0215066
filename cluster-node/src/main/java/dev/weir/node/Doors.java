package dev.weir.node;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.entry.ForwardConfig;
import dev.weir.node.config.entry.ReverseConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.life.HostException;
import dev.weir.node.proxy.Door;
import dev.weir.node.proxy.access.Reach;
import dev.weir.node.proxy.access.list.PrefixSet;
import dev.weir.node.proxy.caller.Explicit;
import dev.weir.node.proxy.caller.Sites;
import dev.weir.node.proxy.caller.Surrogate;
import dev.weir.node.proxy.wire.OwnAddresses;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// The listeners that the configuration has for clients that come by themselves.
final class Doors {
  private Doors() {}

  static List<Door> of(NodeConfig config) throws HostException {
    var doors = new ArrayList<Door>();
    if (config.proxy().forward().isPresent()) {
      doors.add(explicit(config.proxy().forward().get(), reachable(config)));
    }
    var sites = new LinkedHashMap<ListenAddress, List<Sites.Site>>();
    for (ReverseConfig reverse : config.proxy().reverse()) {
      var origins = reverse.origins().stream().map(ListenAddress::socketAddress).toList();
      sites
          .computeIfAbsent(reverse.listen(), _ -> new ArrayList<>())
          .add(new Sites.Site(reverse.hosts(), origins));
    }
    sites.forEach((listen, there) -> {
      var shared = new Sites(there);
      doors.add(new Door(listen.socketAddress(), _ -> true, _ -> new Surrogate(shared)));
    });
    return List.copyOf(doors);
  }

  private static Door explicit(ForwardConfig forward, Reach reachable) {
    Predicate<InetAddress> admitted =
        address ->
            address instanceof Inet4Address client
                && forward.clients().stream().anyMatch(prefix -> prefix.contains(client));
    return new Door(
        forward.listen().socketAddress(), admitted, names -> new Explicit(names, reachable));
  }

  /// Nobody is led to this host by way of it, nor to addresses that mean the asker's own network.
  private static Reach reachable(NodeConfig config) throws HostException {
    try {
      var exceptions = new PrefixSet.Builder();
      config.proxy().access().destinations().forEach(it -> exceptions.add(it.toString()));
      return new Reach(
          OwnAddresses.with(Set.of(config.node().address()))::has,
          Set.copyOf(config.cluster().members()),
          Set.of(config.admin().listen().port(), config.peers().port(), config.cluster().port()),
          exceptions.build());
    } catch (IOException e) {
      throw new HostException("Cannot tell the addresses of this host: " + e.getMessage(), e);
    }
  }
}
