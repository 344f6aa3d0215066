package dev.weir.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.ConfigText;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.page.WccpPages;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.cache.CacheEvent;
import dev.weir.wccp.cache.CacheMachine;
import dev.weir.wccp.cache.CacheSettings;
import dev.weir.wccp.codec.Decoded;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.Version1;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class WccpSettingsTest {
  private static final Inet4Address US = Inet4Address.ofLiteral("192.0.2.11");
  private static final Inet4Address ROUTER = Inet4Address.ofLiteral("192.0.2.1");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final NodeConfig ONE = config("version: 1, v1: {number: 3}");

  @Test
  @DisplayName("§2.5 with version 1 the node says HERE_I_AM of WCCP1, with the number configured")
  void version1() {
    assertThat(firstWords(ONE, machine(ONE)))
        .isEqualTo(new Version1.HereIAm(3, BucketSet.EMPTY, false, ReceiveId.NONE));
  }

  @Test
  @DisplayName("§3.1 with version auto or 2 it says HERE_I_AM of WCCP2, signed by the password")
  void version2() {
    for (String version : List.of("auto", "2")) {
      var signed = config("password: env:EIGHT, version: " + version);
      var plain = config("version: " + version);

      assertThat(firstWords(signed, machine(signed))).isInstanceOf(Message.HereIAm.class);
      byte[] unsigned = WccpSettings.codec(plain.wccp()).encode(firstWords(plain, machine(plain)));
      assertThat(WccpSettings.codec(signed.wccp()).decode(unsigned))
          .isInstanceOf(Decoded.Rejected.class);
    }
  }

  @Test
  @DisplayName("§2.5 a table of version 1 has no key, and is shown all the same")
  void pages() {
    var machine = machine(ONE);
    firstWords(ONE, machine);
    assertThat(inForce(machine).isNull()).isTrue();

    var low = BucketSet.of(IntStream.range(0, 128));
    var us = new Version1.ISeeYou.Entry(US, low, false);
    var seen = new Version1.ISeeYou(3, 2, new ReceiveId(1), List.of(us));
    machine.on(new CacheEvent.Received(seen, ROUTER), NOW);

    assertThat(inForce(machine).get("key").isNull()).isTrue();
    assertThat(inForce(machine).at("/table/127").asString()).isEqualTo("192.0.2.11");
    assertThat(inForce(machine).at("/table/128").isNull()).isTrue();
  }

  private static JsonNode inForce(CacheMachine machine) {
    var page =
        WccpPages.wccp(ONE.node(), List.of(machine.snapshot()), WccpSettings.security(ONE.wccp()));
    JsonNode tree = JsonMapper.shared().valueToTree(page);
    return tree.at("/services/0/inForce");
  }

  /// What it says first, as its codec writes and reads it.
  private static Message firstWords(NodeConfig config, CacheMachine machine) {
    var codec = WccpSettings.codec(config.wccp());
    return machine.on(new CacheEvent.Join(), NOW).stream()
        .filter(CacheEffect.Send.class::isInstance)
        .map(it -> codec.decode(codec.encode(((CacheEffect.Send) it).message())))
        .map(it -> ((Decoded.Accepted) it).message())
        .findFirst()
        .orElseThrow();
  }

  private static CacheMachine machine(NodeConfig config) {
    return WccpSettings.machine(
        config, config.wccp().services().getFirst(), CacheSettings.Numbering.from(1), NOW);
  }

  private static NodeConfig config(String wccp) {
    return ConfigText.accepted(
        """
        node: {name: cache-1, address: 192.0.2.11}
        wccp: {routers: [192.0.2.1], %s}
        gre: {interface: n0}
        dns: {servers: [192.0.2.53]}
        """
            .formatted(wccp));
  }
}
