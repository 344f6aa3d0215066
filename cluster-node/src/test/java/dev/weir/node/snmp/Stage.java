package dev.weir.node.snmp;

import dev.weir.node.admin.Readiness;
import dev.weir.node.config.IdentityConfig;
import dev.weir.node.tally.ClusterNumbers;
import dev.weir.node.tally.NodeNumbers;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Agreement;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A node of two in a group of two routers, of which a test tells how they stand.
final class Stage {
  static final Inet4Address NODE = ip("192.0.2.11");
  static final Inet4Address OTHER = ip("192.0.2.12");
  static final Inet4Address ROUTER = ip("192.0.2.1");
  static final Inet4Address ROUTER_2 = ip("192.0.2.2");
  static final Inet4Address SILENT = ip("192.0.2.3");

  private final Readiness readiness = new Readiness();
  private final Readiness.Condition health = readiness.require("health", "not yet tested");
  private volatile String second = "assigned";

  NodeSource source() {
    return new NodeSource(
        new IdentityConfig("cache-1", NODE, Path.of("/var/lib/weir")),
        readiness,
        () -> List.of(group()),
        router -> router.equals(SILENT) ? Optional.empty() : Optional.of(Duration.ofSeconds(7)),
        Stage::numbers);
  }

  NodeView view() {
    return source().view(Duration.ofSeconds(5));
  }

  /// The second router is in this state from now on.
  void second(String state) {
    second = state;
  }

  void healthy() {
    health.met();
  }

  void ill() {
    health.unmet("no answer");
  }

  private CacheSnapshot group() {
    var key = Optional.of(new AssignmentKey(NODE, 41));
    return new CacheSnapshot(
        ServiceGroup.WEB_CACHE.standardService(),
        Optional.of(NODE),
        List.of(
            router(ROUTER, "assigned", key),
            router(ROUTER_2, second, key),
            router(SILENT, "calling", Optional.empty())),
        key,
        HashAssignment.ofShares(
            Map.of(
                NODE, BucketSet.of(IntStream.range(0, 128)),
                OTHER, BucketSet.of(IntStream.range(128, 255)))),
        List.of());
  }

  private static CacheSnapshot.Router router(
      Inet4Address address, String state, Optional<AssignmentKey> key) {
    boolean heard = key.isPresent();
    return new CacheSnapshot.Router(
        address,
        heard ? Optional.<InetAddress>of(address) : Optional.empty(),
        state,
        "2.00",
        ReceiveId.NONE,
        heard ? 17 : 0,
        key,
        Agreement.DEFAULT,
        heard
            ? List.of(
                CacheIdentity.hash(NODE, false, BucketSet.EMPTY, 100, 0),
                CacheIdentity.hash(OTHER, false, BucketSet.EMPTY, 100, 0))
            : List.of());
  }

  private static ClusterNumbers numbers() {
    var lately = new NodeNumbers.Lately(2_500, 150, 120, 1_500);
    var ours =
        new NodeNumbers(
            1_000,
            700,
            5_000_000_000L,
            1_000_000_000,
            lately,
            Collections.nCopies(256, 0),
            Map.of());
    return new ClusterNumbers(
        Map.of(NODE, new ClusterNumbers.Told(ours, Instant.EPOCH)), List.of(), List.of());
  }

  static Inet4Address ip(String text) {
    return Inet4Address.ofLiteral(text);
  }
}
