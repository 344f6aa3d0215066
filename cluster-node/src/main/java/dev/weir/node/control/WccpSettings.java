package dev.weir.node.control;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.ServiceConfig;
import dev.weir.node.config.WccpConfig;
import dev.weir.wccp.cache.CacheGroup;
import dev.weir.wccp.cache.CacheMachine;
import dev.weir.wccp.cache.CacheSettings;
import dev.weir.wccp.cache.Version1Cache;
import dev.weir.wccp.codec.MessageCodec;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.CachePreferences;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The machines and their codec, by the configuration.
public final class WccpSettings {
  private WccpSettings() {}

  /// The machine of one service group, in the version that is asked for (ADR-0012). WCCP1 has no
  /// change numbers.
  public static CacheMachine machine(
      NodeConfig config, ServiceConfig service, CacheSettings.Numbering numbering, Instant now) {
    WccpConfig wccp = config.wccp();
    return wccp.version() == WccpConfig.Version.ONE
        ? new Version1Cache(
            new Version1Cache.Settings(
                config.node().address(),
                wccp.routers().getFirst(),
                wccp.v1().number(),
                wccp.v1().sendsHistoryFlag()),
            now)
        : new CacheGroup(of(config, service, numbering), now);
  }

  private static CacheSettings of(
      NodeConfig config, ServiceConfig service, CacheSettings.Numbering numbering) {
    WccpConfig wccp = config.wccp();
    return new CacheSettings(
        service.description(),
        config.node().address(),
        wccp.weight(),
        wccp.multicast().isPresent()
            ? new CacheSettings.Routers.Multicast(wccp.multicast().get())
            : new CacheSettings.Routers.Listed(List.copyOf(wccp.routers())),
        new CachePreferences(
            wccp.forwarding(), wccp.assignment(), wccp.packetReturn(), wccp.interval()),
        wccp.mask(),
        wccp.version() == WccpConfig.Version.AUTO ? 1 : 0,
        numbering,
        config.cluster().changes().slowStart());
  }

  /// How the messages of each group are authenticated.
  public static Map<ServiceGroup, Security> security(WccpConfig wccp) {
    return wccp.services().stream().collect(Collectors.toMap(ServiceConfig::group, wccp::security));
  }

  /// The groups whose messages the port shall hear, on the interface of our address.
  public static List<UdpPort.Membership> multicast(NodeConfig config) {
    return config.wccp().multicast().stream()
        .map(group ->
            new UdpPort.Membership(group, config.node().address(), config.wccp().multicastTtl()))
        .toList();
  }

  /// The codec of all groups.
  public static MessageCodec codec(WccpConfig wccp) {
    return codec(wccp, wccp.services());
  }

  /// The codec of these groups.
  public static MessageCodec codec(WccpConfig wccp, List<ServiceConfig> services) {
    var security =
        services.stream().collect(Collectors.toMap(ServiceConfig::group, wccp::security));
    return wccp.version() == WccpConfig.Version.ONE
        ? MessageCodec.version1()
        : new MessageCodec(security, wccp.bucketOctet());
  }
}
