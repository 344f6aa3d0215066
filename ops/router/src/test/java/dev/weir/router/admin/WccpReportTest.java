package dev.weir.router.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.Problem;
import dev.weir.router.config.IosRouter;
import dev.weir.router.config.RouterConfig;
import dev.weir.router.packet.ServiceTraffic;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.router.RouterSnapshot;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class WccpReportTest {
  private static final Inet4Address ROUTER = Inet4Address.ofLiteral("10.0.2.1");
  private static final Inet4Address CACHE_1 = Inet4Address.ofLiteral("10.0.2.11");
  private static final Inet4Address CACHE_2 = Inet4Address.ofLiteral("10.0.2.12");

  @Test
  @DisplayName("§7.3 the report shows caches, their buckets as hash information, and the table")
  void assigned() {
    JsonNode service =
        report(
            Optional.of(new AssignmentKey(CACHE_1, 0xffffffff)),
            HashAssignment.ofShares(Map.of(CACHE_1, BucketSet.of(IntStream.of(0, 9, 255)))));

    assertThat(service.get("name").asString()).isEqualTo("web-cache");
    assertThat(service.get("type").asString()).isEqualTo("standard");
    assertThat(service.get("usableCaches").asInt()).isEqualTo(1);
    assertThat(service.get("assignedBuckets").asInt()).isEqualTo(3);
    assertThat(service.get("designated").asString()).isEqualTo("10.0.2.11");
    assertThat(service.at("/key/number").asLong()).isEqualTo(4_294_967_295L);
    assertThat(service.get("transmitMillis").asLong()).isEqualTo(10_000);
    assertThat(service.get("security").asString()).isEqualTo("md5");
    assertThat(service.at("/caches/0/state").asString()).isEqualTo("usable");
    assertThat(service.at("/caches/0/buckets").asInt()).isEqualTo(3);
    assertThat(service.at("/caches/0/hash").asString()).isEqualTo("0102" + "00".repeat(29) + "80");
    assertThat(service.at("/caches/1/state").asString()).isEqualTo("seen");
    assertThat(service.at("/caches/0/redirectedPackets").asLong()).isEqualTo(11);
    assertThat(service.at("/caches/1/redirectedPackets").asLong()).isZero();
    assertThat(service.get("table")).hasSize(256);
    assertThat(service.at("/table/9").asString()).isEqualTo("10.0.2.11");
    assertThat(service.at("/table/10").isNull()).isTrue();
  }

  @Test
  @DisplayName("without an assignment the key and the designated cache are null")
  void unassigned() {
    JsonNode service = report(Optional.empty(), HashAssignment.NONE);

    assertThat(service.get("designated").isNull()).isTrue();
    assertThat(service.get("key").isNull()).isTrue();
    assertThat(service.get("assignedBuckets").asInt()).isZero();
    assertThat(service.at("/table/0").isNull()).isTrue();
  }

  @Test
  @DisplayName("§7.3 the report counts what show ip wccp counts")
  void counted() {
    JsonNode service = report(Optional.empty(), HashAssignment.NONE);

    assertThat(
            List.of(
                service.get("redirectedPackets").asInt(),
                service.get("deniedPackets").asInt(),
                service.get("unassignedPackets").asInt(),
                service.get("droppedPackets").asInt(),
                service.get("bypassedPackets").asInt(),
                service.get("excludedPackets").asInt(),
                service.get("deniedMessages").asInt(),
                service.get("authenticationFailures").asInt()))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  private static JsonNode report(Optional<AssignmentKey> key, Assignment assignment) {
    var state =
        new RouterSnapshot(
            ROUTER,
            ServiceGroup.WEB_CACHE.standardService(),
            List.of(cache(CACHE_1, true), cache(CACHE_2, false)),
            key,
            assignment,
            4,
            List.of(ROUTER),
            Optional.empty(),
            2);
    var counters =
        new ServiceCounters(new ServiceTraffic(1, 2, 3, 4, 5), Map.of(CACHE_1, 11L), 6, 7, 8);
    RouterConfig config = config();
    var service =
        new WccpReport.Service(2, config.services().getFirst(), state, counters, Instant.EPOCH);
    JsonNode report =
        JsonMapper.shared()
            .valueToTree(
                WccpReport.of(
                    ROUTER,
                    config,
                    List.of(service),
                    new InterfaceReport(config.traffic(), _ -> 9, _ -> 10)));
    assertThat(report.at("/router/id").asString()).isEqualTo("10.0.2.1");
    assertThat(report.at("/router/version").asString()).isEqualTo("2.0");
    return report.at("/services/0");
  }

  private static RouterConfig config() {
    String lines =
        """
        ip wccp web-cache password cisco123
        interface rc
         description device rc
         ip address 10.0.2.1 255.255.255.0
         ip wccp web-cache redirect in
        """;
    return switch (IosRouter.read("r1.txt", lines, _ -> false)) {
      case Loading.Loaded<RouterConfig>(RouterConfig config, var _) -> config;
      case Loading.Refused<RouterConfig>(List<Problem> problems) ->
          throw new AssertionError(problems);
    };
  }

  private static RouterSnapshot.Cache cache(Inet4Address address, boolean usable) {
    return new RouterSnapshot.Cache(
        address,
        address,
        new ReceiveId(17),
        CacheIdentity.hash(address, true, BucketSet.EMPTY, 0, 0),
        usable ? Optional.of(Instant.EPOCH) : Optional.empty(),
        0,
        Optional.empty());
  }
}
