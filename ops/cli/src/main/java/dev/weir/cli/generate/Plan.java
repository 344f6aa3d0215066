package dev.weir.cli.generate;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.ServiceConfig;
import dev.weir.node.config.WccpConfig;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Secret;
import dev.weir.wccp.negotiation.Distribution;
import dev.weir.wccp.negotiation.Transport;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a router is to divert, and to whom.
///
/// @param caches the addresses of the caches, lowest first as in the file
/// @param clients whose packets are diverted; empty: everybody's
/// @param sparedClients whose packets are not
/// @param sparedOrigins to which packets are not
/// @param sparedPorts to which ports packets are not
/// @param multicast where caches announce themselves, if not at the router's own address
/// @param version 1 or 2
record Plan(
    List<Inet4Address> caches,
    List<Service> services,
    List<Prefix> clients,
    List<Prefix> sparedClients,
    List<Prefix> sparedOrigins,
    List<Integer> sparedPorts,
    Optional<Inet4Address> multicast,
    int version,
    Ways ways,
    Places places) {
  /// What stands for a password that was not asked for.
  static final String PASSWORD = "PASSWORD";

  /// One service group. `name` is `web-cache` or a number; an absent password means none.
  ///
  /// @param answers whether it brings what origins answer, by the port that packets come from
  record Service(
      String name, List<Integer> ports, boolean answers, int priority, Optional<String> password) {
    Service {
      ports = List.copyOf(ports);
    }

    /// Whether it is the well-known one.
    boolean isWebCache() {
      return name.equals("web-cache");
    }
  }

  /// How packets go to the caches as far as their file says so.
  record Ways(boolean plain, boolean mask) {}

  /// The router's interfaces, by its names for them.
  ///
  /// @param clients where packets of clients come in
  /// @param caches where the caches are
  /// @param origins where the way to the origins goes out
  /// @param source whose address is the router's id; empty: it chooses
  record Places(String clients, String caches, String origins, Optional<String> source) {}

  Plan {
    caches = List.copyOf(caches);
    services = List.copyOf(services);
    clients = List.copyOf(clients);
    sparedClients = List.copyOf(sparedClients);
    sparedOrigins = List.copyOf(sparedOrigins);
    sparedPorts = List.copyOf(sparedPorts);
  }

  /// What a node's file says.
  ///
  /// @param reveal whether the password is written; else [#PASSWORD] stands for it
  static Plan of(NodeConfig config, List<Prefix> clients, Places places, boolean reveal) {
    WccpConfig wccp = config.wccp();
    var bypass = config.proxy().bypass();
    List<Inet4Address> members = config.cluster().members();
    return new Plan(
        members.isEmpty() ? List.of(config.node().address()) : members,
        wccp.services().stream().map(it -> service(it, wccp, reveal)).toList(),
        clients,
        bypass.clients(),
        bypass.origins(),
        bypass.ports(),
        wccp.multicast(),
        wccp.version() == WccpConfig.Version.ONE ? 1 : 2,
        new Ways(
            wccp.forwarding().getFirst() == Transport.L2,
            wccp.assignment().getFirst() == Distribution.MASK),
        places);
  }

  private static Service service(ServiceConfig service, WccpConfig wccp, boolean reveal) {
    Optional<Secret> secret = service.password().or(wccp::password);
    return new Service(
        service.group().displayName(),
        service.ports(),
        service.portsAreSources(),
        service.description().priority(),
        secret.map(it -> reveal ? it.reveal() : PASSWORD));
  }

  /// The same with other caches.
  Plan among(List<Inet4Address> others) {
    return new Plan(
        others,
        services,
        clients,
        sparedClients,
        sparedOrigins,
        sparedPorts,
        multicast,
        version,
        ways,
        places);
  }

  /// The caches' addresses in one line.
  String cacheList() {
    return caches.stream().map(Inet4Address::getHostAddress).collect(Collectors.joining(" "));
  }
}
