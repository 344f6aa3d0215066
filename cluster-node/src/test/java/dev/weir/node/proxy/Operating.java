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
    Watch watch,
    OperatorRules rules,
    AccessLog log,
    long capacityBytes,
    WaysIn ways,
    Compression compression,
    ChainPolicy chain,
    Supplier<Access> access) {
  /// Nothing.
  static final Operating QUIET =
      new Operating(
          Watch.NOTHING,
          OperatorRules.NONE,
          AccessLog.off(),
          16L << 20,
          WaysIn.DEFAULTS,
          Compression.NONE,
          ChainPolicy.DIRECT,
          () -> Access.OPEN);

  Operating watched(Watch other) {
    return new Operating(
        other, rules, log, capacityBytes, ways, compression, chain, access);
  }

  Operating ruled(OperatorRules other) {
    return new Operating(
        watch, other, log, capacityBytes, ways, compression, chain, access);
  }

  Operating logging(AccessLog other) {
    return new Operating(
        watch, rules, other, capacityBytes, ways, compression, chain, access);
  }

  Operating storing(long other) {
    return new Operating(
        watch, rules, log, other, ways, compression, chain, access);
  }

  Operating by(WaysIn other) {
    return new Operating(
        watch, rules, log, capacityBytes, other, compression, chain, access);
  }

  Operating compressing(Compression other) {
    return new Operating(
        watch, rules, log, capacityBytes, ways, other, chain, access);
  }

  Operating chained(ChainPolicy other) {
    return new Operating(
        watch, rules, log, capacityBytes, ways, compression, other, access);
  }

  Operating guarded(Supplier<Access> other) {
    return new Operating(
        watch, rules, log, capacityBytes, ways, compression, chain, other);
  }
}
