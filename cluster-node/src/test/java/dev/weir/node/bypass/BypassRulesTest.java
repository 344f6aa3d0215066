package dev.weir.node.bypass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gre.Ipv4Octets;
import dev.weir.node.config.bypass.BypassConfig;
import dev.weir.node.config.bypass.DynamicBypass;
import dev.weir.node.config.value.Prefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("bypass rules")
final class BypassRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T18:00:00Z");
  private static final Target SITE = target("203.0.113.0/24", "to");

  private final BypassRules rules =
      new BypassRules(
          new BypassConfig(
              List.of(Prefix.parse("10.1.0.0/16").orElseThrow()),
              List.of(Prefix.parse("198.51.100.0/24").orElseThrow()),
              List.of("www.example.com"),
              List.of(8080),
              DynamicBypass.DEFAULTS));

  @Test
  @DisplayName("what an operator writes is a prefix, an address, or a name as an origin")
  void targets() {
    assertThat(target("203.0.113.80", "to").what()).isEqualTo("203.0.113.80");
    assertThat(target("10.0.0.0/8", "from")).isInstanceOf(Target.Client.class);
    assertThat(target("www.example.com", "to")).isEqualTo(new Target.Host("www.example.com"));
    for (String nonsense :
        List.of("", "203.0.113.1/24", "203.0.113.256", "1.2.3", "80", "WWW.example.com", "a b")) {
      assertThat(Target.parse(nonsense, "to")).as(nonsense).isEmpty();
    }
    assertThat(Target.parse("www.example.com", "from")).isEmpty();
    assertThat(Target.parse("10.0.0.0/8", "by")).isEmpty();
  }

  @Test
  @DisplayName("the configuration's clients, origins and ports are spared from the start")
  void configured() {
    assertThat(spares("10.1.2.3", "192.0.2.80", 80)).isTrue();
    assertThat(spares("10.2.2.3", "198.51.100.7", 80)).isTrue();
    assertThat(spares("10.2.2.3", "192.0.2.80", 8080)).isTrue();
    assertThat(spares("10.2.2.3", "192.0.2.80", 80)).isFalse();
    assertThat(rules.all()).hasSize(4).allMatch(BypassRule::configured);
  }

  @Test
  @DisplayName("another configuration takes the place of the first; what came at run time stays")
  void reconfigured() {
    rules.resolved("www.example.com", List.of(address("192.0.2.9")));
    rules.add(rule(SITE, Optional.empty()));

    rules.configure(
        new BypassConfig(List.of(), List.of(), List.of(), List.of(8081), DynamicBypass.DEFAULTS));

    assertThat(spares("10.1.2.3", "192.0.2.80", 80)).isFalse();
    assertThat(spares("10.2.2.3", "192.0.2.9", 80)).isFalse();
    assertThat(spares("10.2.2.3", "192.0.2.80", 8081)).isTrue();
    assertThat(spares("10.2.2.3", "203.0.113.80", 80)).isTrue();
    assertThat(rules.names()).isEmpty();
  }

  @Test
  @DisplayName("a rule at run time holds until it is removed; one of the configuration always")
  void addsAndRemoves() {
    assertThat(rules.add(rule(SITE, Optional.empty()))).isTrue();
    assertThat(spares("10.2.2.3", "203.0.113.80", 80)).isTrue();

    assertThat(rules.remove(SITE)).isPresent();
    assertThat(rules.remove(SITE)).isEmpty();
    assertThat(spares("10.2.2.3", "203.0.113.80", 80)).isFalse();

    Target written = target("198.51.100.0/24", "to");
    assertThat(rules.remove(written)).isEmpty();
    assertThat(rules.isConfigured(written)).isTrue();
    assertThat(spares("10.2.2.3", "198.51.100.7", 80)).isTrue();
  }

  @Test
  @DisplayName("a rule for an hour expires after an hour, and not a second earlier")
  void expires() {
    rules.add(rule(SITE, Optional.of(NOW.plusSeconds(3600))));

    assertThat(rules.expire(NOW.plusSeconds(3599))).isEmpty();
    assertThat(spares("10.2.2.3", "203.0.113.80", 80)).isTrue();
    assertThat(rules.expire(NOW.plusSeconds(3600)))
        .extracting(BypassRule::target)
        .containsExactly(SITE);
    assertThat(spares("10.2.2.3", "203.0.113.80", 80)).isFalse();
  }

  @Test
  @DisplayName("adding a rule again changes its time; it stays one rule")
  void replaces() {
    rules.add(rule(SITE, Optional.of(NOW.plusSeconds(1))));
    rules.add(rule(SITE, Optional.empty()));

    assertThat(rules.expire(NOW.plusSeconds(1_000_000))).isEmpty();
    assertThat(rules.all()).hasSize(5);
  }

  @Test
  @DisplayName("a name is spared under its addresses of now, at most 64, and none once removed")
  void names() {
    assertThat(rules.resolved("www.example.com", List.of(address("203.0.113.5")))).isTrue();
    assertThat(rules.resolved("www.example.com", List.of(address("203.0.113.5")))).isFalse();
    assertThat(spares("10.2.2.3", "203.0.113.5", 80)).isTrue();

    assertThat(rules.resolved("www.example.com", List.of(address("203.0.113.6")))).isTrue();
    assertThat(spares("10.2.2.3", "203.0.113.5", 80)).isFalse();
    assertThat(rules.resolved("other.example.com", List.of(address("203.0.113.7")))).isFalse();

    var many = IntStream.range(1, 100).mapToObj(i -> address("203.0.113." + i)).toList();
    rules.resolved("www.example.com", many);
    assertThat(rules.addressesOf("www.example.com")).hasSize(BypassRules.ADDRESSES_MAX);
  }

  @Test
  @DisplayName("there are bounds: 4096 rules at run time, 512 names")
  void bounds() {
    for (int i = 0; i < BypassRules.NAMES_MAX - 1; i++) {
      assertThat(rules.add(rule(new Target.Host("n" + i + ".example"), Optional.empty()))).isTrue();
    }
    var oneMore = rule(new Target.Host("more.example"), Optional.empty());
    assertThat(rules.add(oneMore)).isFalse();
    for (int i = BypassRules.NAMES_MAX - 1; i < BypassRules.RUNTIME_MAX; i++) {
      String prefix = "10.%d.%d.0/24".formatted(i / 256, i % 256);
      assertThat(rules.add(rule(target(prefix, "to"), Optional.empty()))).isTrue();
    }
    assertThat(rules.add(rule(SITE, Optional.empty()))).isFalse();
    assertThat(rules.all()).hasSize(4 + BypassRules.RUNTIME_MAX);
  }

  @Test
  @DisplayName(
      "one address and port, of all or of one client, is written as it is shown, or refused")
  void singles() {
    for (String what : List.of("203.0.113.80:80", "10.1.2.3@203.0.113.80:65535")) {
      assertThat(target(what, "to").what()).isEqualTo(what);
      assertThat(Target.parse(target(what, "to").text())).contains(target(what, "to"));
    }
    for (String what :
        List.of(
            "203.0.113.80:0",
            "203.0.113.80:65536",
            "203.0.113.80:080",
            "203.0.113.80:",
            ":80",
            "203.0.113.0/24:80",
            "www.example.com:80",
            "0.0.0.0@203.0.113.80:80",
            "@203.0.113.80:80",
            "10.1.2.3@203.0.113.80",
            "10.1.2.3@10.1.2.4@203.0.113.80:80",
            "10.1.2.0/24@203.0.113.80:80")) {
      assertThat(Target.parse(what, "to")).as(what).isEmpty();
      assertThat(Target.parse(what, "from")).as(what).isEmpty();
    }
    rules.add(rule(target("10.9.2.3@203.0.113.80:80", "to"), Optional.empty()));
    assertThat(spares("10.9.2.3", "203.0.113.80", 80)).isTrue();
    assertThat(spares("10.9.2.4", "203.0.113.80", 80)).isFalse();
    rules.add(rule(target("203.0.113.80:80", "to"), Optional.empty()));
    assertThat(spares("10.9.2.4", "203.0.113.80", 80)).isTrue();
    assertThat(spares("10.9.2.4", "203.0.113.80", 81)).isFalse();
  }

  private boolean spares(String client, String origin, int port) {
    return rules
        .table()
        .spares(
            Ipv4Octets.toInt(Inet4Address.ofLiteral(client)),
            Ipv4Octets.toInt(Inet4Address.ofLiteral(origin)),
            port);
  }

  private static BypassRule rule(Target target, Optional<Instant> until) {
    return new BypassRule(target, until, "", false);
  }

  private static Target target(String what, String side) {
    return Target.parse(what, side).orElseThrow();
  }

  private static InetAddress address(String text) {
    return Inet4Address.ofLiteral(text);
  }
}
