package dev.weir.lab.program;

import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The configuration files the lab writes: what an operator would write for this network.
public final class Configurations {
  /// The shared secret of the service group; eight characters are the most WCCP knows (§3.1).
  public static final String PASSWORD = "lab-8chr";

  /// How each cache receives GRE: whatever a scenario shows, it shows for each engine.
  private static final List<String> ENGINES = List.of("pcap", "raw", "ring");

  /// Where clients reach a node that they are configured to use.
  public static final int EXPLICIT_PORT = 3128;

  private Configurations() {}

  /// What keeps a node of a busy machine from giving back what a scenario is about to show.
  public static final String NO_RELIEF = "relief: false";

  /// What keeps a scenario from waiting for what it does not show.
  public static final String AT_ONCE = "slow-start: off, drain: 0s";

  /// What a node of the lab is given.
  ///
  /// @param password the file of the service group's
  /// @param state the folder where it keeps its state
  /// @param identity the folder that `weir cluster init` has made for it
  public record Files(Path password, Path state, Path identity) {}

  /// `node.yaml` of a cache.
  public static String node(LabHost cache, Dialect dialect, Files files) {
    return """
    node:      { name: %s, address: %s, state: %s }
    %sgre:       { receive: %s, interface: n0, tun: wccp0 }
    ownership: { by: destination, group: web-cache }
    cluster:   { members: %s, port: 5701, name: weir, %s, secret: "file:%s" }
    cache:     { memory: 64MiB }
    proxy:
      intercept: { ports: [80] }
    origin:    { address: node, connect-timeout: 3s }
    dns:       { servers: [%s] }
    health:    { overload: { %s } }
    admin:     { listen: 127.0.0.1:%d }
    log:       { level: info }
    """
        .formatted(
            cache.name(),
            cache.address(),
            files.state(),
            dialect.nodeSection(Plan.ROUTER.address(), files.password()),
            ENGINES.get(Plan.hosts().indexOf(cache) % ENGINES.size()),
            addresses(Plan.CACHES),
            AT_ONCE,
            files.identity().resolve("cluster.secret"),
            Plan.ORIGINS.address(),
            NO_RELIEF,
            Admin.NODE_PORT);
  }

  /// The same with a link to the other nodes, so that each URL has an owner.
  public static String linked(String node) {
    return node.replaceFirst(
        "(?m)^cluster:.*\"file:(.*)/cluster\\.secret\".*$",
        """
        $0
        peers:     { certificate: "file:$1/node.crt", key: "file:$1/node.key", ca: "file:$1/ca.crt" }\
        """);
  }

  /// The same with an access log beside its state.
  public static String logged(String node) {
    return node.replaceFirst(
        "(?s)(state: )(\\S+)( .*log: +\\{ level: info)",
        "$1$2$3, access: { path: $2/access.log, format: json }");
  }

  /// The same of a node that clients may be configured to use.
  public static String explicit(LabHost cache, String node) {
    return node.replaceFirst("(?m)^dns: +\\{ ", "$0rebind-guard: false, ")
        .replace(
            "  intercept: { ports: [80] }\n",
            """
              intercept: { ports: [80] }
              forward:   { listen: %s:%d, clients: [10.0.1.0/24] }
            """
                .formatted(cache.address(), EXPLICIT_PORT));
  }

  /// The same of a node of a cluster of four.
  public static String ofFour(String node) {
    String three = addresses(Plan.CACHES);
    return node.replace("members: " + three, "members: " + addresses(Plan.hosts()));
  }

  private static String addresses(List<LabHost> hosts) {
    return hosts.stream().map(LabHost::address).collect(Collectors.joining(", ", "[", "]"));
  }

  /// The same of a node that speaks with both routers.
  public static String ofBothRouters(String node) {
    return node.replace(
        "routers: [" + Plan.ROUTER.address() + "]",
        "routers: [" + Plan.ROUTER.address() + ", " + Plan.SECOND_ROUTER.address() + "]");
  }

  /// `node.yaml` of a cache that speaks to no router: clients' packets are routed to it, and the
  /// router may probe it.
  public static String routed(LabHost cache, Path state) {
    return """
    node:      { name: %s, address: %s, state: %s }
    gre:       { interface: n0 }
    cache:     { memory: 64MiB }
    proxy:
      intercept:
        plain: [{ interface: n0, from: [10.0.1.0/24] }]
        probes: [%s/32]
    dns:       { servers: [%s] }
    admin:     { listen: 127.0.0.1:%d }
    """
        .formatted(
            cache.name(),
            cache.address(),
            state,
            Plan.ROUTER.address(),
            Plan.ORIGINS.address(),
            Admin.NODE_PORT);
  }

  /// `node.yaml` of a cache on the gateway itself: clients' packets pass it anyway. Its kernel has
  /// no TPROXY, says the configuration.
  public static String inline(Path state) {
    return """
    node:      { name: gateway, address: %s, state: %s }
    gre:       { interface: rn }
    cache:     { memory: 64MiB }
    proxy:
      intercept:
        divert: redirect
        plain: [{ interface: rc, from: [10.0.1.0/24] }]
    dns:       { servers: [%s] }
    admin:     { listen: 127.0.0.1:%d }
    """
        .formatted(Plan.ROUTER.address(), state, Plan.ORIGINS.address(), Admin.NODE_PORT);
  }

  /// `router.yaml` of a router.
  public static String router(LabHost router, Dialect dialect, Path password) {
    return """
    %sinterfaces:
      rc: { redirect-in: [web-cache] }
    %sadmin:      { listen: 127.0.0.1:%d }
    faults:     { on-demand: true }
    """
        .formatted(
            dialect.routerSections(router.address(), password),
            dialect.cachesSide(),
            Admin.ROUTER_PORT);
  }
}
