package dev.weir.node.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gre.Ipv4Octets;
import dev.weir.gre.ReturnWay;
import dev.weir.gre.stray.RouterMemory;
import dev.weir.node.config.ServiceConfig;
import dev.weir.node.host.HostRules;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Agreement;
import dev.weir.wccp.negotiation.Distribution;
import dev.weir.wccp.negotiation.Timers;
import dev.weir.wccp.negotiation.Transport;
import java.net.Inet4Address;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("§7.2 whose packets are let in")
final class TrustTest {
  private static final Inet4Address OWN = Inet4Address.ofLiteral("192.0.2.11");
  private static final Inet4Address PEER = Inet4Address.ofLiteral("192.0.2.12");
  private static final Inet4Address NEAR = Inet4Address.ofLiteral("192.0.2.1");
  private static final Inet4Address NEAR_ID = Inet4Address.ofLiteral("203.0.113.1");
  private static final Inet4Address FAR = Inet4Address.ofLiteral("192.0.2.2");
  private static final ServiceConfig OTHER =
      new ServiceConfig(
          new Component.Service(
              new ServiceGroup(ServiceGroup.Type.DYNAMIC, 90), 100, 6, 0x12, List.of(8080)),
          Optional.empty());

  @Test
  @DisplayName("a router that lists us is believed under its address and its id; another is not")
  void listed() {
    var group = followed(ServiceConfig.WEB_CACHE, router(NEAR, NEAR_ID, OWN), router(FAR, FAR));

    assertThat(Trust.of(OWN, List.of(group), List.of()).sources())
        .containsExactlyInAnyOrder(NEAR, NEAR_ID);
  }

  @Test
  @DisplayName("§3.10 frames are taken of routers that list us and have agreed on L2, of no other")
  void neighbours() {
    var group =
        followed(
            ServiceConfig.WEB_CACHE,
            agreed(router(NEAR, NEAR_ID, OWN), Transport.L2),
            agreed(router(FAR, FAR, PEER), Transport.L2),
            agreed(router(PEER, PEER, OWN), Transport.GRE));

    assertThat(Trust.of(OWN, List.of(group), List.of()).neighbours()).containsExactly(NEAR);
  }

  @Test
  @DisplayName(
      "the node, its routers by both addresses, every cache and the self-test are one of us")
  void us() {
    var group = followed(ServiceConfig.WEB_CACHE, router(NEAR, NEAR_ID, OWN, PEER));

    assertThat(Trust.of(OWN, List.of(group), List.of(FAR)).us())
        .containsAll(HostRules.SELF_TEST)
        .hasSize(7)
        .contains(OWN, NEAR, NEAR_ID, PEER, FAR);
  }

  @Test
  @DisplayName("each group brings its own routers")
  void severalGroups() {
    var web = followed(ServiceConfig.WEB_CACHE, router(NEAR, NEAR, OWN));
    var other = followed(OTHER, router(FAR, FAR, OWN, PEER));

    assertThat(Trust.of(OWN, List.of(web, other), List.of()).sources())
        .containsExactlyInAnyOrder(NEAR, FAR);
  }

  @Test
  @DisplayName("§6.4 each router gets packets back as agreed with it; in version 1 without header")
  void waysBack() {
    var l2 = new Agreement(Transport.GRE, Distribution.HASH, Transport.L2, Timers.DEFAULT);
    assertThat(wayBack("2.00", Agreement.DEFAULT)).isEqualTo(ReturnWay.GRE);
    assertThat(wayBack("2.01", l2)).isEqualTo(ReturnWay.L2);
    assertThat(wayBack("1", Agreement.DEFAULT)).isEqualTo(ReturnWay.GRE_VERSION_1);
    assertThat(Trust.of(OWN, List.of(), List.of()).policy().anyRoute())
        .isEqualTo(RouterMemory.FORGOTTEN);
  }

  private static ReturnWay wayBack(String version, Agreement agreement) {
    var seen = router(NEAR, NEAR_ID, OWN);
    var router =
        new CacheSnapshot.Router(
            seen.address(),
            seen.id(),
            seen.state(),
            version,
            seen.receiveId(),
            seen.memberChange(),
            seen.key(),
            agreement,
            seen.identities());
    var policy =
        Trust.of(OWN, List.of(followed(ServiceConfig.WEB_CACHE, router)), List.of()).policy();
    assertThat(RouterMemory.router(policy.anyRoute())).isEqualTo(Ipv4Octets.toInt(NEAR));
    return policy.wayOf(policy.anyRoute());
  }

  @Test
  @DisplayName("the table before the present one is kept until the next change of tables")
  void previousTable() {
    var first = followed(ServiceConfig.WEB_CACHE, router(NEAR, NEAR, OWN));
    var moved = first.after(snapshot(HashAssignment.NONE, router(NEAR, NEAR, OWN)));

    assertThat(moved.previous()).isEqualTo(first.present().assignment());
    assertThat(moved.after(snapshot(HashAssignment.NONE)).previous()).isEqualTo(moved.previous());
  }

  private static Trust.Followed followed(ServiceConfig service, CacheSnapshot.Router... routers) {
    var all = BucketSet.of(IntStream.range(0, 256));
    return new Trust.Followed(
        service, snapshot(HashAssignment.ofShares(Map.of(OWN, all)), routers), HashAssignment.NONE);
  }

  private static CacheSnapshot snapshot(HashAssignment table, CacheSnapshot.Router... routers) {
    return new CacheSnapshot(
        ServiceGroup.WEB_CACHE.standardService(),
        Optional.of(OWN),
        List.of(routers),
        Optional.of(new AssignmentKey(OWN, 1)),
        table,
        List.of());
  }

  private static CacheSnapshot.Router agreed(CacheSnapshot.Router router, Transport forwarding) {
    var agreement =
        new Agreement(forwarding, Distribution.HASH, Transport.GRE, Agreement.DEFAULT.timers());
    return new CacheSnapshot.Router(
        router.address(),
        router.id(),
        router.state(),
        router.version(),
        router.receiveId(),
        router.memberChange(),
        router.key(),
        agreement,
        router.identities());
  }

  private static CacheSnapshot.Router router(
      Inet4Address address, Inet4Address id, Inet4Address... caches) {
    return new CacheSnapshot.Router(
        address,
        Optional.of(id),
        "assigned",
        "2.00",
        new ReceiveId(1),
        1,
        Optional.empty(),
        Agreement.DEFAULT,
        Arrays.stream(caches)
            .map(cache -> CacheIdentity.hash(cache, false, BucketSet.EMPTY, 0, 0))
            .toList());
  }
}
