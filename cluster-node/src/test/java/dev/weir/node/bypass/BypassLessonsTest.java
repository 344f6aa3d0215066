package dev.weir.node.bypass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.bypass.sight.Advice;
import dev.weir.node.bypass.sight.Place;
import dev.weir.node.bypass.sight.Sighting;
import dev.weir.node.bypass.sight.Sighting.Kind;
import dev.weir.node.config.bypass.DynamicBypass;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("what is learnt from what is seen")
final class BypassLessonsTest {
  private static final String ONE = "10.1.2.1";
  private static final String SITE = "203.0.113.80:80";

  private Instant now = Instant.parse("2026-11-21T18:00:00Z");
  private BypassLessons lessons = new BypassLessons(DynamicBypass.DEFAULTS);
  private Advice advice = Advice.GO_ON;

  @Test
  @DisplayName("a client that does not speak HTTP is spared at this place, and nobody else is")
  void notHttp() {
    assertThat(saw(Kind.NOT_HTTP, ONE)).containsExactly("not-http to 10.1.2.1@203.0.113.80:80 600");
    assertThat(saw(Kind.NOT_HTTP, ONE)).as("again, meanwhile").isEmpty();
    for (int client = 2; client < 50; client++) {
      assertThat(saw(Kind.NOT_HTTP, "10.1.2." + client))
          .hasSize(1)
          .noneMatch(BypassLessonsTest::sparesAll);
    }
    later(600);
    assertThat(saw(Kind.NOT_HTTP, ONE)).as("again, later").hasSize(1);
  }

  @Test
  @DisplayName("everybody is spared when three clients and their server did not speak HTTP")
  void notHttpEither() {
    assertThat(saw(Kind.NOT_HTTP_EITHER, ONE)).isEmpty();
    assertThat(saw(Kind.NOT_HTTP_EITHER, ONE)).isEmpty();
    assertThat(saw(Kind.NOT_HTTP_EITHER, "10.1.2.2")).isEmpty();
    assertThat(saw(Kind.NOT_HTTP_EITHER, "10.1.2.3"))
        .containsExactly("not-http to " + SITE + " 600");
  }

  @Test
  @DisplayName("clients that met it longer ago than a rule holds do not count")
  void forgetsClients() {
    saw(Kind.NOT_HTTP_EITHER, ONE);
    saw(Kind.NOT_HTTP_EITHER, "10.1.2.2");
    later(601);
    assertThat(saw(Kind.NOT_HTTP_EITHER, "10.1.2.3")).isEmpty();
  }

  @Test
  @DisplayName("a server that speaks first is believed at once, for everybody")
  void serverFirst() {
    assertThat(saw(Kind.SERVER_FIRST, ONE)).containsExactly("server-first to " + SITE + " 600");
    assertThat(saw(Kind.SERVER_FIRST, "10.1.2.2")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_CONNECTION", "NO_ANSWER"})
  @DisplayName("three failures within a minute, and no response, are a lesson; two are not")
  void failing(Kind kind) {
    assertThat(saw(kind, ONE)).isEmpty();
    assertThat(saw(kind, ONE)).isEmpty();
    later(61);
    assertThat(saw(kind, ONE)).as("the third after a minute").isEmpty();
    assertThat(saw(kind, ONE)).isEmpty();
    assertThat(advice).isEqualTo(Advice.GO_ON);
    saw(Kind.ANSWER, ONE);
    assertThat(saw(kind, ONE)).as("after a response").isEmpty();
    assertThat(saw(kind, ONE)).isEmpty();
    assertThat(saw(kind, ONE)).hasSize(1).allMatch(lesson -> lesson.endsWith(" 60"));
    assertThat(advice).isEqualTo(Advice.LEAVE);
  }

  @Test
  @DisplayName("no connection concerns everybody; no answer one client, until three met it")
  void failingForWhom() {
    assertThat(thrice(Kind.NO_CONNECTION, ONE)).containsExactly("failing to " + SITE + " 60");
    lessons = new BypassLessons(DynamicBypass.DEFAULTS);
    assertThat(thrice(Kind.NO_ANSWER, ONE)).hasSize(1).noneMatch(BypassLessonsTest::sparesAll);
    assertThat(thrice(Kind.NO_ANSWER, "10.1.2.2"))
        .hasSize(1)
        .noneMatch(BypassLessonsTest::sparesAll);
    assertThat(thrice(Kind.NO_ANSWER, "10.1.2.3"))
        .hasSize(2)
        .anyMatch(BypassLessonsTest::sparesAll);
  }

  @Test
  @DisplayName("an origin that fails again is spared twice as long, ten minutes at most")
  void doubles() {
    for (int seconds : new int[] {60, 120, 240, 480, 600, 600}) {
      assertThat(thrice(Kind.NO_CONNECTION, ONE))
          .containsExactly("failing to " + SITE + " " + seconds);
      assertThat(thrice(Kind.NO_CONNECTION, ONE)).as("while it is in force").isEmpty();
      later(seconds);
    }
    saw(Kind.ANSWER, ONE);
    assertThat(thrice(Kind.NO_CONNECTION, ONE)).containsExactly("failing to " + SITE + " 60");
    later(60 + 601);
    assertThat(thrice(Kind.NO_CONNECTION, ONE)).as("well for long").hasSize(1);
  }

  @Test
  @DisplayName("a login of the connection spares its client; of three clients, everybody")
  void login() {
    assertThat(saw(Kind.LOGIN, ONE))
        .containsExactly("connection-login to 10.1.2.1@203.0.113.80:80 600");
    assertThat(advice).isEqualTo(Advice.LEAVE);
    assertThat(saw(Kind.LOGIN, ONE)).isEmpty();
    assertThat(advice).as("the rule is in force").isEqualTo(Advice.LEAVE);
    saw(Kind.LOGIN, "10.1.2.2");
    assertThat(saw(Kind.LOGIN, "10.1.2.3")).hasSize(2).anyMatch(BypassLessonsTest::sparesAll);
  }

  @Test
  @DisplayName(
      "two refusals in a minute ask for a probe; only if that is let in, they are a lesson")
  void address() {
    saw(Kind.FORBIDDEN, ONE);
    assertThat(advice).isEqualTo(Advice.GO_ON);
    saw(Kind.FORBIDDEN, "10.1.2.2");
    assertThat(advice).as("another's").isEqualTo(Advice.GO_ON);
    assertThat(saw(Kind.FORBIDDEN, ONE)).isEmpty();
    assertThat(advice).isEqualTo(Advice.PROBE);
    later(58);
    saw(Kind.FORBIDDEN, ONE);
    saw(Kind.FORBIDDEN, ONE);
    assertThat(advice).as("only just probed").isEqualTo(Advice.GO_ON);
    later(2);
    saw(Kind.FORBIDDEN, ONE);
    saw(Kind.FORBIDDEN, ONE);
    assertThat(advice).as("a minute ago").isEqualTo(Advice.PROBE);

    assertThat(saw(Kind.ADMITTED, ONE))
        .containsExactly("address-login to 10.1.2.1@203.0.113.80:80 600");
    saw(Kind.FORBIDDEN, ONE);
    assertThat(advice).isEqualTo(Advice.LEAVE);
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_HTTP,       false, true,  true",
    "NOT_HTTP_EITHER,false, true,  true",
    "SERVER_FIRST,   false, true,  true",
    "NO_CONNECTION,  true,  false, true",
    "NO_ANSWER,      true,  false, true",
    "LOGIN,          true,  true,  false",
    "FORBIDDEN,      true,  true,  false",
    "ADMITTED,       true,  true,  false"
  })
  @DisplayName("what the settings do not ask for is not learnt")
  void settings(Kind kind, boolean notHttp, boolean failing, boolean authentication) {
    lessons = new BypassLessons(settings(notHttp, failing, authentication, 100));
    for (int i = 1; i < 20; i++) {
      assertThat(saw(kind, "10.1.2." + i % 4)).isEmpty();
      assertThat(advice).isEqualTo(Advice.GO_ON);
    }
    assertThat(lessons.size()).isZero();
  }

  @Test
  @DisplayName("whatever comes, only the place of the connection is spared, and memory is bounded")
  void always() {
    lessons = new BypassLessons(settings(true, true, true, 200));
    var random = new SplittableRandom(11);
    Kind[] kinds = Kind.values();
    for (int i = 0; i < 50_000; i++) {
      String client = "10.1." + random.nextInt(9) + "." + random.nextInt(9);
      String site = "203.0.113." + random.nextInt(100) + ":80";
      for (Lesson lesson : seen(kinds[random.nextInt(kinds.length)], client, site)) {
        assertThat(lesson.target().what()).isIn(site, client + "@" + site);
        assertThat(lesson.until()).isBetween(now, now.plusSeconds(600));
      }
      now = now.plusMillis(random.nextInt(2_000));
      assertThat(lessons.size()).isLessThanOrEqualTo(200);
    }
    for (int i = 0; i < 300; i++) {
      seen(Kind.NOT_HTTP, ONE, "198.51.100.7:" + (i + 1));
    }
    assertThat(lessons.remembersFailures()).as("all of them were pushed out").isFalse();
  }

  private static DynamicBypass settings(
      boolean notHttp, boolean failing, boolean authentication, int max) {
    return new DynamicBypass(
        Duration.ofMinutes(10), Duration.ofSeconds(2), notHttp, failing, authentication, max);
  }

  private static boolean sparesAll(String lesson) {
    return !lesson.contains("@");
  }

  private List<String> thrice(Kind kind, String client) {
    return Stream.of(kind, kind, kind).flatMap(it -> saw(it, client).stream()).toList();
  }

  private List<String> saw(Kind kind, String client) {
    return seen(kind, client, SITE).stream()
        .map(lesson ->
            lesson.cause().label()
                + " "
                + lesson.target().text()
                + " "
                + Duration.between(now, lesson.until()).toSeconds())
        .toList();
  }

  private List<Lesson> seen(Kind kind, String client, String site) {
    var sighting =
        new Sighting(kind, Inet4Address.ofLiteral(client), Place.parse(site).orElseThrow());
    BypassLessons.Outcome outcome = lessons.on(sighting, now);
    advice = outcome.advice();
    return outcome.lessons();
  }

  private void later(int seconds) {
    now = now.plusSeconds(seconds);
  }
}
