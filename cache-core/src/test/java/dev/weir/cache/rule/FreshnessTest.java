package dev.weir.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.HttpDate;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9111 §4.2 Freshness.
class FreshnessTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final RequestHead GET = new RequestHead("GET", "/a", Fields.NONE);

  @Test
  @DisplayName("RFC 9111 §4.2.1 s-maxage, then max-age, then Expires minus Date")
  void precedence() {
    String expires = HttpDate.format(NOW.plusSeconds(30));
    String date = HttpDate.format(NOW);

    assertThat(of("Cache-Control", "max-age=5, s-maxage=9", "Expires", expires, "Date", date))
        .satisfies(it -> assertThat(it.source()).isEqualTo(Freshness.Source.S_MAXAGE))
        .satisfies(it -> assertThat(it.lifetime()).isEqualTo(seconds(9)));
    assertThat(of("Cache-Control", "max-age=5", "Expires", expires, "Date", date).lifetime())
        .isEqualTo(seconds(5));
    assertThat(of("Expires", expires, "Date", date).lifetime()).isEqualTo(seconds(30));
  }

  @ParameterizedTest
  @DisplayName("RFC 9111 §5.3 an invalid Expires, \"0\" above all, is in the past")
  @ValueSource(strings = {"0", "-1", "tomorrow", "Thu, 01 Jan 1970 00:00:00 GMT"})
  void expired(String expires) {
    assertThat(of("Expires", expires, "Last-Modified", HttpDate.format(NOW.minusSeconds(1000))))
        .satisfies(it -> assertThat(it.source()).isEqualTo(Freshness.Source.EXPIRES))
        .satisfies(it -> assertThat(it.freshAt(NOW)).isFalse());
  }

  @Test
  @DisplayName("RFC 9111 §4.2.2 a tenth of the time since Last-Modified, an hour at the most")
  void heuristic() {
    assertThat(of("Last-Modified", HttpDate.format(NOW.minusSeconds(600))).lifetime())
        .isEqualTo(seconds(60));
    assertThat(of("Last-Modified", HttpDate.format(NOW.minusSeconds(9_000_000))).lifetime())
        .isEqualTo(Duration.ofHours(1));
    assertThat(of().source()).isEqualTo(Freshness.Source.NONE);
  }

  @Test
  @DisplayName("no heuristic for a query or a request with cookies; for an error ten seconds")
  void noHeuristic() {
    Fields modified = Fields.of("Last-Modified", HttpDate.format(NOW.minusSeconds(6000)));
    var query = new RequestHead("GET", "/a?b", Fields.NONE);
    var cookies = new RequestHead("GET", "/a", Fields.of("Cookie", "a=b"));

    assertThat(of(query, new ResponseHead(200, modified)).lifetime()).isZero();
    assertThat(of(cookies, new ResponseHead(200, modified)).lifetime()).isZero();
    assertThat(of(GET, new ResponseHead(404, modified)).lifetime()).hasSeconds(10);
    assertThat(of(GET, new ResponseHead(403, modified)).lifetime()).isZero();
    assertThat(of(GET, new ResponseHead(200, modified)).lifetime()).isPositive();
  }

  @Test
  @DisplayName("RFC 9111 §4.2.2 public lets the lifetime of any status be guessed")
  void publicHeuristic() {
    Fields fields =
        Fields.of(
            "Last-Modified", HttpDate.format(NOW.minusSeconds(60)), "Cache-Control", "public");

    assertThat(of(GET, new ResponseHead(299, fields)).lifetime()).hasSeconds(6);
  }

  @Test
  @DisplayName("RFC 9213 §2.2 with CDN-Cache-Control neither Expires nor Cache-Control counts")
  void targeted() {
    Fields fields =
        Fields.of("CDN-Cache-Control", "max-age=7", "Cache-Control", "s-maxage=9", "Expires", "0");

    assertThat(of(GET, new ResponseHead(200, fields)).lifetime()).hasSeconds(7);
    assertThat(of(GET, new ResponseHead(200, fields.with("CDN-Cache-Control", "foo"))).lifetime())
        .isZero();
  }

  @Test
  @DisplayName("RFC 9111 §5.1 of several ages the first counts")
  void ages() {
    var response = new ResponseHead(200, Fields.of("Age", "7200, 0"));

    assertThat(of(GET, response).ageOnArrival()).hasSeconds(7200);
  }

  @Test
  @DisplayName("RFC 9111 §4.2.3 the age counts apparent age, Age, delay and residence")
  void age() {
    var arrival = new Arrival(NOW.minusSeconds(2), NOW);
    var stated = new ResponseHead(200, Fields.of("Age", "10", "Date", HttpDate.format(NOW)));
    var apparent =
        new ResponseHead(200, Fields.of("Age", "1", "Date", HttpDate.format(NOW.minusSeconds(30))));

    assertThat(Freshness.of(GET, stated, arrival).age(NOW.plusSeconds(5))).isEqualTo(seconds(17));
    assertThat(Freshness.of(GET, apparent, arrival).age(NOW.plusSeconds(5))).isEqualTo(seconds(35));
  }

  @Test
  @DisplayName("RFC 9111 §4.2 fresh while the lifetime is greater than the age, not when equal")
  void boundary() {
    Freshness freshness = of("Cache-Control", "max-age=5");

    assertThat(freshness.freshAt(NOW.plusMillis(4_999))).isTrue();
    assertThat(freshness.freshAt(NOW.plusSeconds(5))).isFalse();
    assertThat(freshness.remaining(NOW.plusSeconds(7))).isEqualTo(seconds(-2));
  }

  @Test
  @DisplayName("a clock that was set back makes nothing younger than it arrived")
  void clockSetBack() {
    assertThat(of("Age", "3").age(NOW.minusSeconds(100))).isEqualTo(seconds(3));
  }

  private static Freshness of(String... fields) {
    return of(GET, new ResponseHead(200, Fields.of(fields)));
  }

  private static Freshness of(RequestHead request, ResponseHead response) {
    return Freshness.of(request, response, new Arrival(NOW, NOW));
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
