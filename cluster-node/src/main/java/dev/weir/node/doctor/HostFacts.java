package dev.weir.node.doctor;

import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.host.HostBefore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the host's kernel says.
///
/// @param lacking capabilities that the node needs and this process has not
/// @param tunDevice whether `/dev/net/tun` can be opened
/// @param links every network device by name
/// @param sysctls values by their path below `/proc/sys/net`, such as `ipv4/conf/all/rp_filter`
/// @param ipRules the lines of `ip rule`
/// @param tables the routes of the routing tables of the node, by number
/// @param routes the device by which each address asked for is reached; empty: there is no way
/// @param tracking how full the table of conntrack is
/// @param listeners the TCP sockets that accept connections
/// @param datagrams the UDP sockets that take datagrams of anybody
/// @param before what the node had found set on devices that are not its own
public record HostFacts(
    Set<String> lacking,
    boolean tunDevice,
    Map<String, Link> links,
    Map<String, Integer> sysctls,
    List<String> ipRules,
    Map<Integer, List<String>> tables,
    Map<String, Optional<String>> routes,
    Tracking tracking,
    List<Listener> listeners,
    List<Listener> datagrams,
    HostBefore before) {

  /// A network device.
  public record Link(boolean up, int mtu, Set<String> addresses) {
    /// Keeps a copy.
    public Link {
      addresses = Set.copyOf(addresses);
    }
  }

  /// A TCP socket that accepts connections, or a UDP socket; at `*`, or 0.0.0.0, for every address.
  public record Listener(String address, int port, boolean transparent) {
    boolean takes(String to, int toPort) {
      return port == toPort && (address.equals(to) || ANY.contains(address));
    }
  }

  private static final Set<String> ANY = Set.of("*", "0.0.0.0");

  /// Connections in the table of conntrack, and how many it holds; both 0 without conntrack.
  public record Tracking(int count, int max) {}

  /// Keeps copies.
  public HostFacts {
    lacking = Set.copyOf(lacking);
    links = Map.copyOf(links);
    sysctls = Map.copyOf(sysctls);
    ipRules = List.copyOf(ipRules);
    tables = Map.copyOf(tables);
    routes = Map.copyOf(routes);
    listeners = List.copyOf(listeners);
    datagrams = List.copyOf(datagrams);
  }

  /// Whether somebody takes datagrams there.
  boolean isTaken(ListenAddress udp) {
    String address = udp.address().getHostAddress();
    return datagrams.stream().anyMatch(it -> it.takes(address, udp.port()));
  }

  /// A value; 0 where the kernel has none.
  int sysctl(String path) {
    return sysctls.getOrDefault(path, 0);
  }

  /// The filter by reverse path that counts for a device: the stricter of its own and `all`.
  int reversePathFilter(String device) {
    return Math.max(
        sysctl("ipv4/conf/all/rp_filter"), sysctl("ipv4/conf/" + device + "/rp_filter"));
  }
}
