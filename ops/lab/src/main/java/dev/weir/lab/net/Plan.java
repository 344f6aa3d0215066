package dev.weir.lab.net;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The network on paper: who there is, and every command that makes it, in order.
///
/// ```
/// weir-client-1 c0 --+ weir-lan                       weir-lan +-- n0 weir-cache-1
/// weir-client-2 c0 --+ clients -- rc  weir-r1  rn -- caches ---+-- n0 weir-cache-2
///                    |                   ro              |     +-- n0 weir-cache-3
///                    |                   o0 weir-origins |     +-- n0 weir-cache-4
///                    |                   o1              |     +-- n0 weir-stranger
///                    |                   ro              |
///                    +------------ rc  weir-r2  rn ------+
/// ```
///
/// `weir-lan` holds two switches, so that a router has one plain interface on either side.
/// Everybody's way is by r1, unless a scenario leads somebody by r2.
public final class Plan {
  /// The router: its address on the caches' side is its WCCP id.
  public static final LabHost ROUTER = new LabHost("r1", "10.0.2.1");

  /// A second router, on the same switches, with a cable of its own to the origins.
  public static final LabHost SECOND_ROUTER = new LabHost("r2", "10.0.2.2");

  /// Both.
  public static final List<LabHost> ROUTERS = List.of(ROUTER, SECOND_ROUTER);

  /// The clients, in order.
  public static final List<LabHost> CLIENTS =
      List.of(new LabHost("client-1", "10.0.1.11"), new LabHost("client-2", "10.0.1.12"));

  /// The caches, in order of their addresses: the first is designated while it lives.
  public static final List<LabHost> CACHES =
      List.of(
          new LabHost("cache-1", "10.0.2.11"),
          new LabHost("cache-2", "10.0.2.12"),
          new LabHost("cache-3", "10.0.2.13"));

  /// One more cache, which a scenario may start that needs four.
  public static final LabHost FOURTH_CACHE = new LabHost("cache-4", "10.0.2.14");

  /// The origins and the name server share a namespace; this is the name server's address.
  public static final LabHost ORIGINS = new LabHost("origins", "10.0.9.53");

  /// Somebody else on the caches' network, who has no part in anything.
  public static final LabHost STRANGER = new LabHost("stranger", "10.0.2.66");

  private static final LabHost SWITCHES = new LabHost("lan", "");

  private Plan() {}

  /// Every namespace, in the order in which they are made.
  public static List<String> namespaces() {
    return Stream.of(List.of(SWITCHES), ROUTERS, List.of(ORIGINS, STRANGER), CLIENTS, hosts())
        .flatMap(List::stream)
        .map(LabHost::namespace)
        .toList();
  }

  /// Those who look up names: their resolver is the lab's name server.
  public static List<LabHost> resolving() {
    return Stream.concat(CLIENTS.stream(), hosts().stream()).toList();
  }

  /// Every host that a node may run on.
  public static List<LabHost> hosts() {
    return Stream.concat(CACHES.stream(), Stream.of(FOURTH_CACHE)).toList();
  }

  /// The cache with the given address.
  ///
  /// @throws IllegalArgumentException when there is none
  public static LabHost cacheAt(String address) {
    return CACHES.stream()
        .filter(cache -> cache.address().equals(address))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no cache has " + address));
  }

  /// Kernel settings, as paths below `/proc/sys` and values, that are right for every namespace
  /// before it has a link.
  public static List<String> settings() {
    return List.of(
        "net/ipv6/conf/all/disable_ipv6=1",
        "net/ipv6/conf/default/disable_ipv6=1",
        "net/ipv4/conf/all/rp_filter=0",
        "net/ipv4/conf/default/rp_filter=0");
  }

  /// The arguments of `ip`, command by command, that turn empty namespaces into the network.
  public static List<String> commands() {
    var commands = new ArrayList<String>();
    for (String namespace : namespaces()) {
      commands.add("-n " + namespace + " link set lo up");
    }
    commands.add("-n weir-lan link add clients type bridge");
    commands.add("-n weir-lan link add caches type bridge");
    commands.add("-n weir-lan link set clients up");
    commands.add("-n weir-lan link set caches up");
    plug(commands, "weir-r1", "rc", "10.0.1.1/24", "clients", "r1c");
    plug(commands, "weir-r1", "rn", "10.0.2.1/24", "caches", "r1n");
    plug(commands, "weir-r2", "rc", "10.0.1.2/24", "clients", "r2c");
    plug(commands, "weir-r2", "rn", "10.0.2.2/24", "caches", "r2n");
    for (LabHost client : CLIENTS) {
      plug(commands, client.namespace(), "c0", client.address() + "/24", "clients", client.name());
      commands.add("-n " + client.namespace() + " route add default via 10.0.1.1");
    }
    for (LabHost cache : hosts()) {
      plug(commands, cache.namespace(), "n0", cache.address() + "/24", "caches", cache.name());
      commands.add("-n " + cache.namespace() + " route add default via 10.0.2.1");
    }
    plug(commands, STRANGER.namespace(), "n0", STRANGER.address() + "/24", "caches", "stranger");
    origins(commands);
    return List.copyOf(commands);
  }

  private static void origins(List<String> commands) {
    commands.add("link add o0 netns weir-origins type veth peer name ro netns weir-r1");
    commands.add("-n weir-r1 addr add 203.0.113.1/24 dev ro");
    commands.add("-n weir-r1 addr add 10.0.9.1/24 dev ro");
    commands.add("-n weir-r1 link set ro up");
    commands.add("-n weir-origins addr add 10.0.9.53/24 dev o0");
    var origins = new ArrayList<>(RotatingName.ADDRESSES);
    OriginName.ALL.forEach(origin -> origins.add(origin.address()));
    WideName.ALL.forEach(name -> origins.addAll(name.addresses()));
    for (String origin : origins) {
      commands.add("-n weir-origins addr add " + origin + "/24 dev o0");
    }
    commands.add("-n weir-origins link set o0 up");
    commands.add("-n weir-origins route add default via 10.0.9.1");
    commands.add("link add o1 netns weir-origins type veth peer name ro netns weir-r2");
    commands.add("-n weir-r2 addr add 10.0.8.1/24 dev ro");
    commands.add("-n weir-r2 link set ro up");
    commands.add("-n weir-origins addr add 10.0.8.53/24 dev o1");
    commands.add("-n weir-origins link set o1 up");
    commands.add("-n weir-r2 route add 203.0.113.0/24 via 10.0.8.53");
    commands.add("-n weir-r2 route add 10.0.9.0/24 via 10.0.8.53");
  }

  /// A cable from an interface with an address to a port of a switch.
  private static void plug(
      List<String> commands,
      String namespace,
      String device,
      String prefix,
      String bridge,
      String port) {
    commands.add(
        "link add "
            + device
            + " netns "
            + namespace
            + " type veth peer name "
            + port
            + " netns weir-lan");
    commands.add("-n " + namespace + " addr add " + prefix + " dev " + device);
    commands.add("-n " + namespace + " link set " + device + " up");
    commands.add("-n weir-lan link set " + port + " master " + bridge);
    commands.add("-n weir-lan link set " + port + " up");
  }
}
