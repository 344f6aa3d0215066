package dev.weir.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9111 §4 Constructing Responses from Caches.
class ReuseTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final RequestHead GET = new RequestHead("GET", "/", Fields.NONE);

  @Test
  @DisplayName("RFC 9111 §4 a fresh response is served, to HEAD too")
  void serves() {
    StoredResponse stored = stored("Cache-Control", "max-age=60");

    assertThat(at(30, GET, stored)).isEqualTo(new Reuse.Serve(stored, Duration.ofSeconds(30)));
    assertThat(at(30, new RequestHead("HEAD", "/", Fields.NONE), stored))
        .isInstanceOf(Reuse.Serve.class);
  }

  @Test
  @DisplayName("RFC 9111 §4.2 a stale one is validated if it has a validator, else fetched")
  void stale() {
    assertThat(at(60, GET, stored("Cache-Control", "max-age=60", "ETag", "\"a\"")))
        .isInstanceOfSatisfying(
            Reuse.Validate.class, it -> assertThat(it.cause()).isEqualTo(Reuse.Cause.STALE));
    assertThat(at(60, GET, stored("Cache-Control", "max-age=60")))
        .isEqualTo(new Reuse.Fetch(Reuse.Cause.STALE));
  }

  @Test
  @DisplayName("RFC 9111 §4 nothing stored, or only other variants")
  void misses() {
    assertThat(Reuse.of(GET, false, Optional.empty(), 0, NOW))
        .isEqualTo(new Reuse.Fetch(Reuse.Cause.URI_MISS));
    assertThat(Reuse.of(GET, true, Optional.empty(), 0, NOW))
        .isEqualTo(new Reuse.Fetch(Reuse.Cause.VARY_MISS));
  }

  @ParameterizedTest
  @DisplayName("RFC 9110 §9.2.3 no other method, and no request with a body, is answered")
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "get"})
  void methods(String method) {
    StoredResponse stored = stored("Cache-Control", "max-age=60");

    assertThat(at(1, new RequestHead(method, "/", Fields.NONE), stored))
        .isEqualTo(new Reuse.Fetch(Reuse.Cause.METHOD));
    assertThat(at(1, get("Content-Length", "30"), stored))
        .isEqualTo(new Reuse.Fetch(Reuse.Cause.REQUEST_BODY));
  }

  @ParameterizedTest
  @DisplayName("RFC 9111 §5.2.1 the request's own bounds: at age 30 of 60 seconds")
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=30|true",
        "max-age=29|false",
        "min-fresh=30|true",
        "min-fresh=31|false",
        "no-cache|false",
        "no-store|true",
        "no-transform|true"
      })
  void requestBounds(String control, boolean served) {
    Reuse reuse =
        at(
            30,
            get("Cache-Control", control),
            stored("Cache-Control", "max-age=60", "ETag", "\"\""));

    assertThat(reuse instanceof Reuse.Serve).isEqualTo(served);
    if (!served) {
      assertThat(((Reuse.Validate) reuse).cause()).isEqualTo(Reuse.Cause.REQUEST);
    }
  }

  @Test
  @DisplayName("RFC 9111 §5.4 Pragma: no-cache counts only without Cache-Control")
  void pragma() {
    StoredResponse stored = stored("Cache-Control", "max-age=60");

    assertThat(at(1, get("Pragma", "no-cache"), stored))
        .isEqualTo(new Reuse.Fetch(Reuse.Cause.REQUEST));
    assertThat(at(1, get("Pragma", "no-cache", "Cache-Control", "max-age=9"), stored))
        .isInstanceOf(Reuse.Serve.class);
  }

  @ParameterizedTest
  @DisplayName("RFC 9111 §4.2.4 max-stale is honoured unless the response forbids it; age 70 of 60")
  @CsvSource(
      delimiter = '|',
      value = {
        "max-stale|max-age=60|true",
        "max-stale=10|max-age=60|true",
        "max-stale=9|max-age=60|false",
        "max-stale|max-age=60, must-revalidate|false",
        "max-stale|max-age=60, proxy-revalidate|false",
        "max-stale|s-maxage=60|false"
      })
  void maxStale(String asked, String control, boolean served) {
    assertThat(
            at(70, get("Cache-Control", asked), stored("Cache-Control", control))
                instanceof Reuse.Serve)
        .isEqualTo(served);
  }

  @Test
  @DisplayName(
      "RFC 8246 §2 what is immutable is not validated while fresh, unless a client wants it")
  void immutable() {
    StoredResponse stored = stored("Cache-Control", "max-age=60, immutable", "ETag", "\"a\"");

    assertThat(at(30, GET, stored)).isInstanceOf(Reuse.Serve.class);
    assertThat(at(30, get("Cache-Control", "no-cache"), stored)).isInstanceOf(Reuse.Validate.class);
    assertThat(at(30, get("Cache-Control", "max-age=0"), stored))
        .isInstanceOf(Reuse.Validate.class);
    assertThat(at(70, GET, stored)).isInstanceOf(Reuse.Validate.class);
  }

  @Test
  @DisplayName("RFC 9111 §5.2.2.4 a no-cache response is validated each time")
  void noCache() {
    assertThat(at(1, GET, stored("Cache-Control", "no-cache, max-age=60", "ETag", "\"a\"")))
        .isInstanceOfSatisfying(
            Reuse.Validate.class, it -> assertThat(it.cause()).isEqualTo(Reuse.Cause.NO_CACHE));
  }

  @Test
  @DisplayName("RFC 9111 §5.2.1.7 only-if-cached is declined where nothing can be served")
  void onlyIfCached() {
    RequestHead only = get("Cache-Control", "only-if-cached");

    assertThat(Reuse.of(only, false, Optional.empty(), 0, NOW)).isEqualTo(new Reuse.Decline());
    assertThat(at(1, only, stored("Cache-Control", "max-age=60"))).isInstanceOf(Reuse.Serve.class);
  }

  @Test
  @DisplayName("what was stored under another tenure is not served unvalidated; else it is")
  void tenure() {
    StoredResponse old = stored("Cache-Control", "max-age=60", "ETag", "\"a\"").stamped(7);

    assertThat(Reuse.of(GET, true, Optional.of(old), 8, NOW))
        .isEqualTo(new Reuse.Validate(old, Reuse.Cause.OTHER_TENURE));
    assertThat(Reuse.of(GET, true, Optional.of(stored("Cache-Control", "max-age=60")), 8, NOW))
        .isEqualTo(new Reuse.Fetch(Reuse.Cause.OTHER_TENURE));
    assertThat(Reuse.of(GET, true, Optional.of(old), 6, NOW))
        .isEqualTo(new Reuse.Validate(old, Reuse.Cause.OTHER_TENURE));
    assertThat(Reuse.of(GET, true, Optional.of(old), 7, NOW)).isInstanceOf(Reuse.Serve.class);
    assertThat(Reuse.of(GET, true, Optional.of(old), 0, NOW)).isInstanceOf(Reuse.Serve.class);
  }

  private static Reuse at(long seconds, RequestHead request, StoredResponse stored) {
    return Reuse.of(request, true, Optional.of(stored), 0, NOW.plusSeconds(seconds));
  }

  private static RequestHead get(String... fields) {
    return new RequestHead("GET", "/", Fields.of(fields));
  }

  private static StoredResponse stored(String... fields) {
    return StoredResponse.of(
        GET, new ResponseHead(200, Fields.of(fields)), Body.EMPTY, new Arrival(NOW, NOW));
  }
}
