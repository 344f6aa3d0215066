package dev.weir.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.operator.Lifetime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an operator's `ttl` can and cannot do.
class OperatorLifetimeTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Arrival ARRIVAL = new Arrival(NOW, NOW);
  private static final Lifetime LONG =
      new Lifetime(
          Optional.of(Duration.ofHours(1)),
          Optional.of(Duration.ofMinutes(10)),
          Optional.of(Duration.ofHours(2)));

  @ParameterizedTest(name = "{0}")
  @DisplayName("ttl.min lifts, ttl.max cuts, ttl.default stands where the origin says nothing")
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=5     | 600",
        "max-age=900   | 900",
        "max-age=86400 | 7200",
        "s-maxage=5    | 600",
        "max-age=0     | 600",
        "max-age=60, must-revalidate | 600",
        "x             | 3600",
      })
  void bounds(String control, long seconds) {
    assertThat(lifetime(Fields.NONE, 200, Fields.of("Cache-Control", control)))
        .contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest(name = "{0} / {1}")
  @DisplayName("RFC 9111 §3 ttl.min never makes storable what must not be stored")
  @CsvSource(
      delimiter = '|',
      value = {
        "Accept: x          | Cache-Control: no-store  | NO_STORE",
        "Accept: x          | Cache-Control: private   | PRIVATE",
        "Accept: x          | CDN-Cache-Control: private | PRIVATE",
        "Cache-Control: no-store | Accept: x           | REQUEST_NO_STORE",
        "Authorization: x   | Cache-Control: max-age=5 | AUTHORIZATION",
        "Accept: x          | Set-Cookie: a=b          | SET_COOKIE",
        "Accept: x          | Vary: *                  | VARY_ANY",
      })
  void never(String request, String response, Storability.Reason reason) {
    assertThat(storability(fields(request), 200, fields(response)))
        .isEqualTo(new Storability.Refused(reason));
  }

  @ParameterizedTest(name = "{0} / {1}")
  @DisplayName("nor makes it last what may be one client's: with a login, cookies, or an error")
  @CsvSource(
      delimiter = '|',
      value = {
        "Authorization: x | 200 | Cache-Control: max-age=5, must-revalidate | 5",
        "Authorization: x | 200 | Cache-Control: max-age=5, public          | 600",
        "Cookie: a=b      | 200 | Cache-Control: max-age=5                  | 600",
        "Cookie: a=b      | 200 | Cache-Control: max-age=0, public          | 600",
        "Accept: x        | 503 | Cache-Control: max-age=5                  | 600",
        "Accept: x        | 200 | Set-Cookie: a=b\\Cache-Control: max-age=5 | 600",
      })
  void personal(String request, int status, String response, long seconds) {
    assertThat(lifetime(fields(request), status, fields(response)))
        .contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @DisplayName("what had no lifetime there stays without one, and is not stored for nothing")
  @CsvSource(
      delimiter = '|',
      value = {
        "Cookie: a=b | 200 | Content-Type: text/html",
        "Cookie: a=b | 200 | Cache-Control: max-age=0",
        "Cookie: a=b | 200 | Expires: 0",
        "Accept: x   | 200 | Cache-Control: max-age=0\\Set-Cookie: a=b",
        "Accept: x   | 404 | Content-Type: text/html",
        "Accept: x   | 500 | Content-Type: text/html",
        "Accept: x   | 302 | Location: /",
      })
  void without(String request, int status, String response) {
    assertThat(storability(fields(request), status, fields(response)))
        .isEqualTo(new Storability.Refused(Storability.Reason.NEVER_REUSABLE));
  }

  @Test
  @DisplayName("RFC 9111 §5.2.2.4 with no-cache it is stored and validated as without a rule")
  void noCache() {
    Fields response = Fields.of("Cache-Control", "no-cache", "ETag", "\"a\"");
    var request = new RequestHead("GET", "/", Fields.NONE);
    var head = new ResponseHead(200, response);
    Freshness ruled = Freshness.of(request, head, ARRIVAL).under(LONG, request, head);
    StoredResponse own =
        StoredResponse.of(request, head, dev.weir.cache.message.Body.EMPTY, ARRIVAL);
    var stored =
        new StoredResponse(
            own.selection(), head, own.body(), own.part(), own.control(), ruled, own.tenure());

    assertThat(Reuse.of(request, true, Optional.of(stored), 0, NOW))
        .isEqualTo(new Reuse.Validate(stored, Reuse.Cause.NO_CACHE));
  }

  @Test
  @DisplayName("a lifetime that no rule changes keeps its source")
  void unchanged() {
    var request = new RequestHead("GET", "/", Fields.NONE);
    var head = new ResponseHead(200, Fields.of("Cache-Control", "max-age=900"));
    Freshness own = Freshness.of(request, head, ARRIVAL);
    assertThat(own.under(LONG, request, head)).isSameAs(own);
    assertThat(own.under(Lifetime.UNCHANGED, request, head)).isSameAs(own);
  }

  private static Optional<Duration> lifetime(Fields request, int status, Fields response) {
    return storability(request, status, response) instanceof Storability.Storable(var freshness)
        ? Optional.of(freshness.lifetime())
        : Optional.empty();
  }

  private static Storability storability(Fields request, int status, Fields response) {
    return Storability.of(
        new RequestHead("GET", "/", request), new ResponseHead(status, response), ARRIVAL, LONG);
  }

  private static Fields fields(String lines) {
    Fields all = Fields.NONE;
    for (String line : lines.split("\\\\", -1)) {
      int colon = line.indexOf(':');
      all = all.plus(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return all;
  }
}
