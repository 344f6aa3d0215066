package dev.weir.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.IdentityConfig;
import dev.weir.node.config.Version1Config;
import dev.weir.node.config.WccpConfig;
import dev.weir.node.config.value.Secret;
import dev.weir.node.page.WccpPages;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.cache.CacheEvent;
import dev.weir.wccp.codec.Decoded;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.Version1;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class GroupPlanTest {
  private static final Inet4Address US = Inet4Address.ofLiteral("192.0.2.11");
  private static final Inet4Address ROUTER = Inet4Address.ofLiteral("192.0.2.1");
  private static final IdentityConfig NODE = new IdentityConfig("cache-1", US);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  @DisplayName("§2.5 with version 1 the node says HERE_I_AM of WCCP1, with the number configured")
  void version1() {
    var plan = plan(WccpConfig.Version.ONE, Optional.empty());

    assertThat(firstWords(plan))
        .isEqualTo(new Version1.HereIAm(3, BucketSet.EMPTY, false, ReceiveId.NONE));
    assertThat(plan.security()).hasToString("none");
  }

  @Test
  @DisplayName("§3.1 with version auto or 2 it says HERE_I_AM of WCCP2, secured by the password")
  void version2() {
    for (var version : List.of(WccpConfig.Version.AUTO, WccpConfig.Version.TWO)) {
      var plan = plan(version, Optional.of(Secret.of("cisco123")));

      assertThat(firstWords(plan)).isInstanceOf(Message.HereIAm.class);
      assertThat(plan.security()).hasToString("md5");
      assertThat(
              plan(version, Optional.empty())
                  .codec()
                  .decode(plan.codec().encode(firstWords(plan(version, Optional.empty())))))
          .isInstanceOf(Decoded.Rejected.class);
    }
  }

  @Test
  @DisplayName("§2.5 a table of version 1 has no key, and is shown all the same")
  void pages() {
    var plan = plan(WccpConfig.Version.ONE, Optional.empty());
    firstWords(plan);
    assertThat(inForce(plan).isNull()).isTrue();

    var low = BucketSet.of(IntStream.range(0, 128));
    var us = new Version1.ISeeYou.Entry(US, low, false);
    plan.group()
        .on(
            new CacheEvent.Received(
                new Version1.ISeeYou(3, 2, new ReceiveId(1), List.of(us)), ROUTER),
            NOW);

    assertThat(inForce(plan).get("key").isNull()).isTrue();
    assertThat(inForce(plan).at("/table/127").asString()).isEqualTo("192.0.2.11");
    assertThat(inForce(plan).at("/table/128").isNull()).isTrue();
  }

  private static JsonNode inForce(GroupPlan plan) {
    var page = WccpPages.wccp(NODE, List.of(plan.group().snapshot()), plan.security());
    JsonNode tree = JsonMapper.shared().valueToTree(page);
    return tree.at("/services/0/inForce");
  }

  /// What it says first, as its codec writes and reads it.
  private static Message firstWords(GroupPlan plan) {
    return plan.group().on(new CacheEvent.Join(), NOW).stream()
        .filter(CacheEffect.Send.class::isInstance)
        .map(it -> ((CacheEffect.Send) it).message())
        .map(it -> plan.codec().decode(plan.codec().encode(it)))
        .map(it -> ((Decoded.Accepted) it).message())
        .findFirst()
        .orElseThrow();
  }

  private static GroupPlan plan(WccpConfig.Version version, Optional<Secret> password) {
    var wccp =
        new WccpConfig(
            List.of(ROUTER),
            version,
            password,
            Duration.ofSeconds(10),
            List.of(WccpConfig.Forwarding.GRE),
            List.of(WccpConfig.Assignment.HASH),
            List.of(WccpConfig.Service.WEB_CACHE),
            new Version1Config(3, false));
    return GroupPlan.of(NODE, wccp, NOW);
  }
}
