package dev.weir.node.front;

import dev.weir.cache.operator.OperatorRules;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.limit.PaceConfig;
import dev.weir.node.proxy.ProxyConfig;
import dev.weir.node.proxy.WaysIn;
import dev.weir.node.proxy.chain.ChainPolicy;
import dev.weir.node.proxy.compress.Compression;
import dev.weir.node.proxy.host.HostPolicy;
import dev.weir.node.proxy.limit.ClientLimits;
import dev.weir.node.proxy.ruled.CacheRules;
import dev.weir.node.way.Ways;

/// What an operator may change while the node runs, as requests find it: another configuration puts
/// another of these in its place.
///
/// @param rules of the cache
/// @param chain whom requests are asked of
/// @param hosts how hosts of diverted requests are checked
/// @param ways what holds for each way in
/// @param compression what is compressed for clients
/// @param limits how much clients may want
public record InForce(
    OperatorRules rules,
    ChainPolicy chain,
    HostPolicy hosts,
    WaysIn ways,
    Compression compression,
    Limits limits) {
  /// How much clients may want.
  ///
  /// @param connectionsMax open ones, as many as this host bears at the most
  /// @param pace how slow they may be
  public record Limits(int connectionsMax, ClientLimits client, PaceConfig pace) {}

  /// What a configuration says, on a host that bears so many connections. Pure.
  public static InForce of(NodeConfig config, int connectionsMax) {
    var limits = config.proxy().limits();
    return new InForce(
        CacheRules.of(config.cache().rules()),
        ChainPolicy.of(config.proxy()),
        HostPolicy.of(config.proxy()),
        Ways.of(config.proxy()),
        config.proxy().compress(),
        new Limits(
            connectionsMax, ClientLimits.of(limits, ProxyConfig.Limits.THREADS), limits.pace()));
  }
}
