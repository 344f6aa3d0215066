package dev.weir.node.bypass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.bypass.sight.Place;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the rules that were learnt, and their bounds")
final class LearnedRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T18:00:00Z");

  private final LearnedRules rules = new LearnedRules(64);

  @Test
  @DisplayName("one network of clients has a sixteenth: its own oldest goes, nobody else's")
  void share() {
    put("192.0.2.9", 9);
    for (int port = 1; port <= 100; port++) {
      put("10.1.2." + port, port);
    }
    assertThat(rules.all())
        .extracting(rule -> rule.target().what())
        .containsExactly(
            "192.0.2.9@203.0.113.80:9",
            "10.1.2.97@203.0.113.80:97",
            "10.1.2.98@203.0.113.80:98",
            "10.1.2.99@203.0.113.80:99",
            "10.1.2.100@203.0.113.80:100");
  }

  @Test
  @DisplayName("of all there are so many at most, and the oldest goes; learnt again, it is young")
  void bound() {
    for (int network = 0; network < 64; network++) {
      put("10.1." + network + ".1", 80);
    }
    put("10.1.0.1", 80);
    put("10.2.0.1", 80);
    assertThat(rules.all()).hasSize(64);
    assertThat(rules.all().iterator().next().target().what()).isEqualTo("10.1.2.1@203.0.113.80:80");
    assertThat(has("10.1.0.1", 80)).isTrue();
    assertThat(has("10.1.1.1", 80)).isFalse();
  }

  @Test
  @DisplayName("never more than allowed, whatever is put in and taken out")
  void always() {
    var random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      String client = "10.1." + random.nextInt(20) + "." + random.nextInt(1, 5);
      switch (random.nextInt(4)) {
        case 0 -> rules.remove(target(client, random.nextInt(1, 4)));
        case 1 -> rules.expire(NOW.plusSeconds(random.nextInt(20_000)));
        default -> put(client, random.nextInt(1, 4), NOW.plusSeconds(i));
      }
      assertThat(rules.all()).hasSizeLessThanOrEqualTo(64);
    }
    rules.expire(Instant.MAX);
    assertThat(rules.all()).isEmpty();
    for (int port = 1; port <= 100; port++) {
      put("10.1.2.3", port);
    }
    assertThat(rules.all()).as("a network that had rules before").hasSize(4);
  }

  @Test
  @DisplayName("a rule ends at its time, not before")
  void expires() {
    put("10.1.2.3", 80, NOW);
    assertThat(rules.expire(NOW.minusNanos(1))).isFalse();
    assertThat(rules.all()).hasSize(1);
    assertThat(rules.expire(NOW)).isTrue();
    assertThat(rules.all()).isEmpty();
  }

  private boolean has(String client, int port) {
    return rules.all().stream().anyMatch(rule -> rule.target().equals(target(client, port)));
  }

  private void put(String client, int port) {
    put(client, port, NOW);
  }

  private void put(String client, int port, Instant until) {
    rules.put(
        new BypassRule(
            target(client, port), Optional.of(until), LessonCause.NOT_HTTP.because(), false),
        Optional.of(Inet4Address.ofLiteral(client)));
  }

  private static Target target(String client, int port) {
    return new Target.Pair(
        Inet4Address.ofLiteral(client), new Place(Inet4Address.ofLiteral("203.0.113.80"), port));
  }
}
