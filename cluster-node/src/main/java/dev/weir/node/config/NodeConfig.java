package dev.weir.node.config;

import dev.weir.node.config.health.HealthConfig;
import dev.weir.node.config.pair.ReplyServices;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.yaml.ConfigSource;
import dev.weir.node.config.yaml.KeyDescription;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.wccp.message.ServiceGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The whole configuration of one node, one record per section of `node.yaml`.
public record NodeConfig(
    IdentityConfig node,
    WccpConfig wccp,
    GreConfig gre,
    OwnershipConfig ownership,
    ClusterConfig cluster,
    CacheConfig cache,
    ProxyConfig proxy,
    OriginConfig origin,
    DnsConfig dns,
    HealthConfig health,
    AdminConfig admin,
    LogConfig log) {

  /// Reads a file. Secrets are looked up beside it and in the given environment.
  public static Loading<NodeConfig> load(Path file, Map<String, String> environment) {
    return load(file, environment, Optional.empty());
  }

  /// The same where a sidecar is named beside the file; it goes before `proxy.sidecar.to`.
  public static Loading<NodeConfig> load(
      Path file, Map<String, String> environment, Optional<ListenAddress> sidecar) {
    return ConfigSource.load(file, environment, root -> read(root, sidecar));
  }

  /// Every key of the file, for the documentation.
  public static List<KeyDescription> keys() {
    return ConfigSource.describe(NodeConfig::read);
  }

  /// Reads the root section, and checks what only the whole file can tell.
  public static NodeConfig read(SectionReader root) {
    return read(root, Optional.empty());
  }

  private static NodeConfig read(SectionReader root, Optional<ListenAddress> sidecar) {
    var node = IdentityConfig.read(root.section("node"));
    var wccp = WccpConfig.read(root.section("wccp"));
    var origin = OriginConfig.read(root.section("origin"));
    var config =
        new NodeConfig(
            node,
            origin.keepsClient()
                ? wccp.serving(
                    ReplyServices.completing(wccp, origin.replyService(), root.section("wccp")))
                : wccp,
            GreConfig.read(root.section("gre")),
            OwnershipConfig.read(root.section("ownership")),
            ClusterConfig.read(root.section("cluster")),
            CacheConfig.read(root.section("cache")),
            ProxyConfig.read(root.section("proxy"), sidecar),
            origin,
            DnsConfig.read(root.section("dns")),
            HealthConfig.read(root.section("health")),
            AdminConfig.read(root.section("admin")),
            LogConfig.read(root.section("log")));
    root.later("peers");
    config.expectSelfAmongMembers(root.section("cluster"));
    config.expectPortsIntercepted(root.section("proxy").section("intercept"));
    config.expectOwnershipJoined(root.section("ownership"));
    config.expectWayIn(root.section("wccp"));
    config.expectOneToServe(root);
    config.expectOwnDevices(root.section("proxy").section("intercept"));
    return config;
  }

  /// For each group of clients the one that brings origins' answers, where they go to clients.
  public Map<ServiceGroup, ServiceGroup> replyGroups() {
    return origin.keepsClient() ? ReplyServices.pairs(wccp.services()) : Map.of();
  }

  /// What routers bring must reach the listener.
  private void expectPortsIntercepted(SectionReader section) {
    for (ServiceConfig service : wccp.services()) {
      for (int port : service.ports()) {
        if (!proxy.intercept().ports().contains(port)) {
          section.refuse(
              "ports",
              "service " + service.group().displayName() + " brings port " + port,
              "add " + port + " to proxy.intercept.ports");
        }
      }
    }
  }

  private void expectOwnershipJoined(SectionReader section) {
    if (wccp.services().stream().noneMatch(it -> it.group().equals(ownership.group()))) {
      section.refuse(
          "group",
          ownership.group().displayName() + " is none of wccp.services",
          "join it, or name one of wccp.services");
    }
  }

  /// All nodes can have the same list, so one that lacks the node itself is a slip.
  private void expectSelfAmongMembers(SectionReader section) {
    if (!cluster.members().isEmpty() && !cluster.members().contains(node.address())) {
      section.refuse(
          "members",
          "node.address " + node.address().getHostAddress() + " is not listed",
          "add it: the list is the same on every node");
    }
  }

  /// Without a router, packets come only where others bring them.
  private void expectWayIn(SectionReader section) {
    boolean others =
        !proxy.intercept().plain().isEmpty() && wccp.version() != WccpConfig.Version.ONE;
    if (!wccp.hasRouters() && !others) {
      section.refuse(
          "routers",
          "missing",
          "write the routers' addresses, their group address, or proxy.intercept.plain");
    }
  }

  /// What the cache would do and a program beside it does not.
  private void expectOneToServe(SectionReader root) {
    if (proxy.sidecar().isEmpty()) {
      return;
    }
    if (origin.keepsClient()) {
      root.section("origin")
          .refuse(
              "address",
              "client, but with proxy.sidecar it is the sidecar that asks origins",
              "remove it; the sidecar's own settings say whose address origins see");
    }
    if (!proxy.intercept().probes().isEmpty()) {
      root.section("proxy")
          .section("intercept")
          .refuse(
              "probes",
              "with proxy.sidecar nobody here answers /weir-health",
              "remove it, and have the switch ask the admin port for /readyz");
    }
    if (root.section("cache").has("memory")) {
      root.section("cache")
          .warn("memory", "with proxy.sidecar this node stores nothing", "remove it");
    }
  }

  private void expectOwnDevices(SectionReader section) {
    for (ProxyConfig.Plain plain : proxy.intercept().plain()) {
      if (plain.device().equals(gre.tun()) || plain.device().equals(gre.strayTun())) {
        section.refuse(
            "plain", plain.device() + " is a device made here", "write the one packets come in by");
      }
    }
  }
}
