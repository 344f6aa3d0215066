package dev.weir.node.proxy;

import dev.weir.cache.operator.OperatorRules;
import dev.weir.node.access.AccessLog;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.proxy.access.Access;
import dev.weir.node.proxy.chain.ChainPolicy;
import dev.weir.node.proxy.compress.Compression;
import java.util.function.Supplier;

/// What an operator has said to a proxy under test.
record Operating(
    Reach reach,
    Watch watch,
    OperatorRules rules,
    AccessLog log,
    long capacityBytes,
    WaysIn ways,
    Compression compression,
    ChainPolicy chain,
    Supplier<Access> access,
    ProxyConfig.Limits limits) {
  /// Nothing.
  static final Operating QUIET =
      new Operating(
          Reach.PATIENT,
          Watch.NOTHING,
          OperatorRules.NONE,
          AccessLog.off(),
          16L << 20,
          WaysIn.DEFAULTS,
          Compression.NONE,
          ChainPolicy.DIRECT,
          () -> Access.OPEN,
          Generous.limits(ProxyUnderTest.PATIENCE));

  Operating reaching(Reach other) {
    return new Operating(
        other, watch, rules, log, capacityBytes, ways, compression, chain, access, limits);
  }

  Operating watched(Watch other) {
    return new Operating(
        reach, other, rules, log, capacityBytes, ways, compression, chain, access, limits);
  }

  Operating ruled(OperatorRules other) {
    return new Operating(
        reach, watch, other, log, capacityBytes, ways, compression, chain, access, limits);
  }

  Operating logging(AccessLog other) {
    return new Operating(
        reach, watch, rules, other, capacityBytes, ways, compression, chain, access, limits);
  }

  Operating storing(long other) {
    return new Operating(reach, watch, rules, log, other, ways, compression, chain, access, limits);
  }

  Operating by(WaysIn other) {
    return new Operating(
        reach, watch, rules, log, capacityBytes, other, compression, chain, access, limits);
  }

  Operating compressing(Compression other) {
    return new Operating(
        reach, watch, rules, log, capacityBytes, ways, other, chain, access, limits);
  }

  Operating chained(ChainPolicy other) {
    return new Operating(
        reach, watch, rules, log, capacityBytes, ways, compression, other, access, limits);
  }

  Operating guarded(Supplier<Access> other) {
    return new Operating(
        reach, watch, rules, log, capacityBytes, ways, compression, chain, other, limits);
  }

  Operating within(ProxyConfig.Limits other) {
    return new Operating(
        reach, watch, rules, log, capacityBytes, ways, compression, chain, access, other);
  }
}
