package dev.weir.node;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.entry.ForwardConfig;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.life.HostException;
import dev.weir.node.proxy.Door;
import dev.weir.node.proxy.access.Reach;
import dev.weir.node.proxy.access.list.PrefixSet;
import dev.weir.node.proxy.caller.Explicit;
import dev.weir.node.proxy.forward.ForwardPolicy;
import dev.weir.node.proxy.wire.OwnAddresses;
import dev.weir.node.way.BrowserFile;
import dev.weir.node.way.Ways;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The listeners that the configuration has for clients that come by themselves.
final class Doors {
  private Doors() {}

  static List<Door> of(NodeConfig config, List<Door> reverse) throws HostException {
    var doors = new ArrayList<Door>();
    if (config.proxy().forward().isPresent()) {
      ForwardConfig forward = config.proxy().forward().get();
      doors.add(explicit(forward, reachable(config), BrowserFile.of(config, forward)));
    }
    doors.addAll(reverse);
    return List.copyOf(doors);
  }

  private static Door explicit(ForwardConfig forward, Reach reachable, String pac) {
    var forwarding = Ways.forwarding(forward.forwarded());
    var policy = new ForwardPolicy(Set.copyOf(forward.connectPorts()), pac);
    return new Door(
        forward.listen().socketAddress(),
        in(forward.clients()),
        (names, _) -> new Explicit(names, reachable, forwarding),
        new Door.Opening(in(forward.introduced()), Optional.empty()),
        Optional.of(() -> policy));
  }

  private static Predicate<InetAddress> in(List<Prefix> prefixes) {
    return address ->
        address instanceof Inet4Address ipv4
            && prefixes.stream().anyMatch(prefix -> prefix.contains(ipv4));
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
