package dev.weir.node.control;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.ServiceConfig;
import dev.weir.node.config.WccpConfig;
import dev.weir.wccp.cache.CacheSettings;
import dev.weir.wccp.codec.MessageCodec;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.CachePreferences;
import dev.weir.wccp.negotiation.Transport;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What the machines and the codec are made with, by the configuration.
public final class WccpSettings {
  private WccpSettings() {}

  /// The settings of one service group.
  public static CacheSettings of(NodeConfig config, ServiceConfig service, int firstNumber) {
    WccpConfig wccp = config.wccp();
    return new CacheSettings(
        service.description(),
        config.node().address(),
        wccp.weight(),
        wccp.multicast().isPresent()
            ? new CacheSettings.Routers.Multicast(wccp.multicast().get())
            : new CacheSettings.Routers.Listed(List.copyOf(wccp.routers())),
        new CachePreferences(
            wccp.forwarding(), wccp.assignment(), List.of(Transport.GRE), wccp.interval()),
        wccp.mask(),
        wccp.version() == WccpConfig.Version.AUTO ? 1 : 0,
        firstNumber);
  }

  /// How the messages of each group are authenticated.
  public static Map<ServiceGroup, Security> security(WccpConfig wccp) {
    return wccp.services().stream().collect(Collectors.toMap(ServiceConfig::group, wccp::security));
  }

  /// The codec of all groups.
  public static MessageCodec codec(WccpConfig wccp) {
    return new MessageCodec(security(wccp));
  }
}
