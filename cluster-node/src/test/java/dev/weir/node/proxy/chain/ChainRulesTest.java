package dev.weir.node.proxy.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.match.HostPattern;
import dev.weir.cache.match.Regex;
import dev.weir.node.config.value.Ipv4;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.proxy.chain.ChainRules.Decision;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChainRulesTest {
  private static final ChainRequest REQUEST =
      new ChainRequest(
          "GET",
          "www.example.com",
          "http://www.example.com/a/b.iso?c=1",
          Optional.of(Ipv4.parse("192.0.2.7")),
          Optional.of(Ipv4.parse("203.0.113.10")));

  @Test
  @DisplayName("the first rule that is about a request decides, whatever comes after it")
  void first() {
    var rules =
        new ChainRules(
            List.of(
                rule("other", hosts("www.example.net")),
                rule("suffix", hosts("*.example.com")),
                rule("exact", hosts("www.example.com"))));

    assertThat(decided(rules, REQUEST)).contains("suffix");
    assertThat(decided(new ChainRules(rules.rules().reversed()), REQUEST)).contains("exact");
    assertThat(decided(ChainRules.NONE, REQUEST)).isEmpty();
  }

  @Test
  @DisplayName("*.example.com is not example.com, .example.com is, and neither is badexample.com")
  void domains() {
    assertThat(HostPattern.has("*.example.com", "a.b.example.com")).isTrue();
    assertThat(HostPattern.has("*.example.com", "example.com")).isFalse();
    assertThat(HostPattern.has(".example.com", "example.com")).isTrue();
    assertThat(HostPattern.has(".example.com", "www.example.com")).isTrue();
    assertThat(HostPattern.has(".example.com", "badexample.com")).isFalse();
    assertThat(HostPattern.has("*.example.com", "badexample.com")).isFalse();
    assertThat(HostPattern.has("*", "192.0.2.1")).isTrue();
  }

  @Test
  @DisplayName("of each list that is written one item must match")
  void all() {
    assertThat(matches(List.of("203.0.113.0/24"), "\\.iso\\?", "GET", "192.0.2.0/24")).isTrue();
    assertThat(matches(List.of("198.51.100.0/24"), "\\.iso\\?", "GET", "192.0.2.0/24")).isFalse();
    assertThat(matches(List.of("203.0.113.0/24"), "\\.iso$", "GET", "192.0.2.0/24")).isFalse();
    assertThat(matches(List.of("203.0.113.0/24"), "\\.iso", "POST", "192.0.2.0/24")).isFalse();
    assertThat(matches(List.of("203.0.113.0/24"), "\\.iso", "GET", "198.51.100.0/24")).isFalse();
  }

  @Test
  @DisplayName(
      "where a host is counts only for rules with prefixes that nothing before them decides")
  void unknown() {
    var rules =
        new ChainRules(
            List.of(
                rule("intranet", hosts("*.corp.example.com")),
                rule("near", about(List.of("203.0.113.0/24"), "", "GET", "0.0.0.0/0")),
                rule("rest", hosts("*"))));
    ChainRequest nowhere = REQUEST.at(Optional.empty());
    var inside =
        new ChainRequest(
            "GET",
            "a.corp.example.com",
            "http://a.corp.example.com/",
            Optional.empty(),
            Optional.empty());

    assertThat(rules.decide(nowhere)).isInstanceOf(Decision.Unknown.class);
    assertThat(rules.decideNow(nowhere).map(ChainRule::name)).contains("rest");
    assertThat(decided(rules, REQUEST)).contains("near");
    assertThat(decided(rules, inside)).contains("intranet");
  }

  @Test
  @DisplayName("an expression that backtracks elsewhere takes no longer than its text here")
  void neverCatastrophic() {
    var rules =
        new ChainRules(List.of(rule("evil", about(List.of(), "(a+)+$", "GET", "0.0.0.0/0"))));
    var request =
        new ChainRequest(
            "GET",
            "www.example.com",
            "http://www.example.com/" + "a".repeat(4_000) + "!",
            Optional.of(Ipv4.parse("192.0.2.7")),
            Optional.empty());

    assertThat(decided(rules, request)).isEmpty();
  }

  private static boolean matches(List<String> prefixes, String url, String method, String client) {
    return decided(
            new ChainRules(List.of(rule("it", about(prefixes, url, method, client)))), REQUEST)
        .isPresent();
  }

  private static Optional<String> decided(ChainRules rules, ChainRequest request) {
    return rules.decide(request) instanceof Decision.Decided(Optional<ChainRule> rule)
        ? rule.map(ChainRule::name)
        : Optional.empty();
  }

  private static ChainRule rule(String name, ChainSubject about) {
    return new ChainRule(name, about, List.of("head"), Choice.FIRST_ALIVE, false, true);
  }

  private static ChainSubject hosts(String pattern) {
    return new ChainSubject(List.of(pattern), List.of(), List.of(), List.of(), List.of());
  }

  private static ChainSubject about(
      List<String> prefixes, String url, String method, String client) {
    return new ChainSubject(
        List.of(),
        prefixes.stream().map(it -> Prefix.parse(it).orElseThrow()).toList(),
        url.isEmpty() ? List.of() : List.of(Regex.of(url).orElseThrow()),
        List.of(method),
        List.of(Prefix.parse(client).orElseThrow()));
  }
}
