package dev.weir.node.config;

import dev.weir.node.config.check.WholeFile;
import dev.weir.node.config.health.HealthConfig;
import dev.weir.node.config.pair.ReplyServices;
import dev.weir.node.config.peer.PeersConfig;
import dev.weir.node.config.snmp.SnmpConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.yaml.ConfigSource;
import dev.weir.node.config.yaml.KeyDescription;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.wccp.message.ServiceGroup;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The whole configuration of one node, one record per section of `node.yaml`. `diverting` is the
/// section `gre`; without it, and without `wccp` and `proxy.intercept`, no packets are diverted to
/// this node: it is a plain caching proxy.
public record NodeConfig(
    IdentityConfig node,
    WccpConfig wccp,
    Optional<GreConfig> diverting,
    OwnershipConfig ownership,
    ClusterConfig cluster,
    PeersConfig peers,
    CacheConfig cache,
    ProxyConfig proxy,
    OriginConfig origin,
    DnsConfig dns,
    HealthConfig health,
    AdminConfig admin,
    LogConfig log,
    Optional<SnmpConfig> snmp) {

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

  /// The same where a sidecar is named beside the file; it goes before `proxy.sidecar.to`.
  public static NodeConfig read(SectionReader root, Optional<ListenAddress> sidecar) {
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
            diverts(root) ? Optional.of(GreConfig.read(root.section("gre"))) : Optional.empty(),
            OwnershipConfig.read(root.section("ownership")),
            ClusterConfig.read(root.section("cluster")),
            PeersConfig.read(
                root.section("peers"), node.address(), InstantSource.system().instant()),
            CacheConfig.read(root.section("cache")),
            ProxyConfig.read(root.section("proxy"), sidecar),
            origin,
            DnsConfig.read(root.section("dns")),
            HealthConfig.read(root.section("health")),
            AdminConfig.read(root.section("admin"), AdminConfig.DEFAULTS),
            LogConfig.read(root.section("log")),
            SnmpConfig.read(root));
    WholeFile.check(config, root);
    return config;
  }

  /// A file that names other ways in than that of diverted packets, and nothing of those, is of a
  /// node to which nobody diverts any.
  private static boolean diverts(SectionReader root) {
    var proxy = root.section("proxy");
    return root.describing()
        || !(proxy.has("forward") || proxy.has("reverse"))
        || root.has("wccp")
        || root.has("gre")
        || proxy.has("intercept");
  }

  /// Whether packets are diverted to this node.
  public boolean diverts() {
    return diverting.isPresent();
  }

  /// How diverted packets are received.
  ///
  /// @throws IllegalStateException where none are diverted to this node
  public GreConfig gre() {
    return diverting.orElseThrow(() -> new IllegalStateException("nothing is diverted here"));
  }

  /// For each group of clients the one that brings origins' answers, where they go to clients.
  public Map<ServiceGroup, ServiceGroup> replyGroups() {
    return origin.keepsClient() ? ReplyServices.pairs(wccp.services()) : Map.of();
  }
}
