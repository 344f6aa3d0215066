package dev.weir.node.doctor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.doctor.firewall.Chain;
import dev.weir.node.doctor.firewall.Packet;
import dev.weir.node.doctor.firewall.Ruleset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("foreign rules, as nft 1.0.6 lists them")
final class RulesetReaderTest {
  /// What `nft -j` says of a chain with the policy drop and these rules.
  private static String listing(String... rules) {
    var text = new StringBuilder("{\"nftables\": [{\"metainfo\": {\"version\": \"1.0.6\"}}");
    text.append(
        ", {\"chain\": {\"family\": \"inet\", \"table\": \"filter\", \"name\": \"input\","
            + " \"hook\": \"input\", \"prio\": 0, \"policy\": \"drop\"}}");
    for (String chain : List.of("other", "last")) {
      text.append(
          ", {\"chain\": {\"family\": \"inet\", \"table\": \"filter\", \"name\": \"%s\"}}"
              .formatted(chain));
    }
    for (String rule : rules) {
      int colon = rule.indexOf(':');
      text.append(
          ", {\"rule\": {\"family\": \"inet\", \"table\": \"filter\", \"chain\": \"%s\", \"expr\": [%s]}}"
              .formatted(rule.substring(0, colon), rule.substring(colon + 1)));
    }
    return text.append("]}").toString();
  }

  private static String match(String left, String right) {
    return "{\"match\": {\"op\": \"==\", \"left\": %s, \"right\": %s}}".formatted(left, right);
  }

  private static String payload(String protocol, String field, String right) {
    String left =
        "{\"payload\": {\"protocol\": \"%s\", \"field\": \"%s\"}}".formatted(protocol, field);
    return match(left, right);
  }

  private static final String ACCEPT = "{\"accept\": null}";
  private static final Map<String, String> WCCP =
      Map.of(
          "ip.saddr", "192.0.2.1",
          "ip.daddr", "192.0.2.11",
          "udp.dport", "2048",
          "ct.state", "established",
          "meta.iifname", "n0");

  private static boolean dropped(String... rules) {
    Ruleset ruleset = RulesetReader.read(Output.parsed(listing(rules)));
    return ruleset.dropping(new Packet(List.of("input"), WCCP), Set.of()).isPresent();
  }

  @Test
  @DisplayName("a policy that drops, without a rule that accepts, drops")
  void policy() {
    assertThat(dropped()).isTrue();
    assertThat(dropped("input:" + ACCEPT)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2048 | false",
        "2049 | true",
        "{\"set\": [22, 2048]} | false",
        "{\"set\": [22, {\"range\": [2000, 2100]}]} | false",
        "{\"range\": [2049, 2100]} | true"
      })
  @DisplayName("ports, sets and ranges of them are compared")
  void ports(String right, boolean drops) {
    assertThat(dropped("input:" + payload("udp", "dport", right) + "," + ACCEPT)).isEqualTo(drops);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"192.0.2.1\" | false",
        "{\"prefix\": {\"addr\": \"192.0.2.0\", \"len\": 24}} | false",
        "{\"prefix\": {\"addr\": \"198.51.100.0\", \"len\": 24}} | true",
        "{\"prefix\": {\"addr\": \"0.0.0.0\", \"len\": 0}} | false"
      })
  @DisplayName("addresses and prefixes are compared")
  void addresses(String right, boolean drops) {
    assertThat(dropped("input:" + payload("ip", "saddr", right) + "," + ACCEPT)).isEqualTo(drops);
  }

  @Test
  @DisplayName("a firewall with states lets answers of a router in")
  void states() {
    String state = "{\"ct\": {\"key\": \"state\"}}";
    String answers =
        "input:{\"match\": {\"op\": \"in\", \"left\": %s, \"right\": [\"established\", \"related\"]}},%s"
            .formatted(state, ACCEPT);

    assertThat(dropped(answers)).isFalse();
    assertThat(dropped("input:" + match(state, "\"new\"") + "," + ACCEPT)).isTrue();
  }

  @Test
  @DisplayName("a rule that cannot be judged never drops, and accepts what it may accept")
  void unknown() {
    String named = payload("ip", "saddr", "\"@friends\"");
    String drop = "{\"drop\": null}";

    assertThat(dropped("input:" + named + "," + ACCEPT)).isFalse();
    assertThat(dropped("input:" + named + "," + drop, "input:" + ACCEPT)).isFalse();
    assertThat(dropped("input:" + match("{\"meta\": {\"key\": \"skuid\"}}", "0") + "," + ACCEPT))
        .isFalse();
    assertThat(dropped("input:{\"xt\": null}," + drop, "input:" + ACCEPT)).isFalse();
  }

  @Test
  @DisplayName("jumps come back, gotos do not, a reject drops")
  void jumps() {
    String jump = "input:{\"jump\": {\"target\": \"other\"}}";
    String leap = "input:{\"goto\": {\"target\": \"other\"}}";
    String accept = "input:" + ACCEPT;

    assertThat(dropped(jump, accept, "other:{\"return\": null}")).isFalse();
    assertThat(dropped(leap, accept, "other:{\"return\": null}")).isTrue();
    assertThat(
            dropped(
                jump, accept, "other:{\"goto\": {\"target\": \"last\"}}", "last:{\"reject\": {}}"))
        .isTrue();
  }

  @Test
  @DisplayName("counters are read, and our own table by its name")
  void counters() {
    String listing =
        "{\"nftables\": [{\"chain\": {\"family\": \"ip\", \"table\": \"weir\", \"name\": \"divert\"}},"
            + " {\"rule\": {\"family\": \"ip\", \"table\": \"weir\", \"chain\": \"divert\", \"expr\":"
            + " [{\"counter\": {\"packets\": 7, \"bytes\": 420}}, {\"tproxy\": {\"port\": 3129}},"
            + " {\"accept\": null}]}}]}";
    Ruleset ruleset = RulesetReader.read(Output.parsed(listing));

    assertThat(ruleset.chain("weir", "divert").map(Chain::rules).orElseThrow())
        .singleElement()
        .satisfies(rule -> assertThat(rule.packets()).isEqualTo(7));
    assertThat(ruleset.chain("weir", "untracked")).isEmpty();
  }

  @Test
  @DisplayName("what is no listing is a host without rules")
  void nonsense() {
    var packet = new Packet(List.of("input"), new HashMap<>());

    assertThat(RulesetReader.read(Output.parsed("no JSON")).dropping(packet, Set.of())).isEmpty();
  }
}
