package dev.weir.node.control;

import dev.weir.node.config.IdentityConfig;
import dev.weir.node.config.WccpConfig;
import dev.weir.wccp.cache.CacheGroup;
import dev.weir.wccp.cache.CacheMachine;
import dev.weir.wccp.cache.Version1Cache;
import dev.weir.wccp.codec.MessageCodec;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.ServiceGroup;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What the configuration asks of WCCP: the machine of the service group, in the version that is
/// spoken, the codec of its messages, and how these are secured.
public record GroupPlan(CacheMachine group, MessageCodec codec, Security security) {
  /// The weight this node announces; equal weights share equally.
  private static final int WEIGHT = 100;

  /// The plan of a node that starts now.
  public static GroupPlan of(IdentityConfig node, WccpConfig wccp, Instant now) {
    return wccp.version() == WccpConfig.Version.ONE
        ? version1(node, wccp, now)
        : version2(node, wccp, now);
  }

  private static GroupPlan version1(IdentityConfig node, WccpConfig wccp, Instant now) {
    var settings =
        new Version1Cache.Settings(
            node.address(),
            wccp.routers().getFirst(),
            wccp.v1().number(),
            wccp.v1().sendsHistoryFlag());
    return new GroupPlan(new Version1Cache(settings, now), MessageCodec.version1(), Security.NONE);
  }

  /// Change numbers start at the seconds of the wall clock, so that one that a router still shows
  /// from before a restart is never used for another table.
  private static GroupPlan version2(IdentityConfig node, WccpConfig wccp, Instant now) {
    var security = wccp.password().map(it -> Security.md5(it.reveal())).orElse(Security.NONE);
    var settings =
        new CacheGroup.Settings(
            ServiceGroup.WEB_CACHE.standardService(),
            node.address(),
            WEIGHT,
            List.copyOf(wccp.routers()),
            wccp.interval(),
            (int) now.getEpochSecond());
    return new GroupPlan(
        new CacheGroup(settings, now),
        new MessageCodec(Map.of(ServiceGroup.WEB_CACHE, security)),
        security);
  }
}
