package dev.weir.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.StaleUse.Failure;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9111 §4.2.4 Serving Stale Responses, and RFC 5861.
class StaleUseTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  @DisplayName("RFC 5861 §3 stale-while-revalidate serves for so long, and no longer")
  void whileRevalidating() {
    var stored = stored("max-age=10, stale-while-revalidate=20");

    assertThat(reuse(stored, 9)).isInstanceOf(Reuse.Serve.class);
    assertThat(reuse(stored, 29)).isInstanceOf(Reuse.ServeStale.class);
    assertThat(reuse(stored, 31)).isEqualTo(new Reuse.Fetch(Reuse.Cause.STALE));
  }

  @Test
  @DisplayName("RFC 5861 §4 an error page needs stale-if-error, of the response or of the request")
  void insteadOfError() {
    assertThat(instead(get(), stored("max-age=10"), Failure.ERROR, 20)).isFalse();
    assertThat(instead(get(), stored("max-age=10, stale-if-error=60"), Failure.ERROR, 69)).isTrue();
    assertThat(instead(get(), stored("max-age=10, stale-if-error=60"), Failure.ERROR, 71))
        .isFalse();
    assertThat(instead(get("stale-if-error=60"), stored("max-age=10"), Failure.ERROR, 69)).isTrue();
  }

  @Test
  @DisplayName("RFC 9111 §4.2.4 a disconnected cache may serve stale, a day unless told otherwise")
  void disconnected() {
    int day = 24 * 60 * 60;

    assertThat(instead(get(), stored("max-age=10"), Failure.DISCONNECTED, day)).isTrue();
    assertThat(instead(get(), stored("max-age=10"), Failure.DISCONNECTED, day + 11)).isFalse();
    assertThat(instead(get(), stored("max-age=10, stale-if-error=5"), Failure.DISCONNECTED, 16))
        .isFalse();
  }

  @ParameterizedTest
  @DisplayName("RFC 9111 §4.2.4 nothing is served stale that says it must not be")
  @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "s-maxage=10", "no-cache"})
  void forbidden(String directive) {
    var stored = stored("max-age=10, stale-if-error=60, stale-while-revalidate=60, " + directive);

    assertThat(instead(get(), stored, Failure.DISCONNECTED, 20)).isFalse();
    assertThat(reuse(stored, 20)).isEqualTo(again(directive));
  }

  @ParameterizedTest
  @DisplayName("nor to a client that asks for what is fresh")
  @ValueSource(strings = {"no-cache", "max-age=15", "min-fresh=1"})
  void unwanted(String asked) {
    assertThat(instead(get(asked), stored("max-age=10"), Failure.DISCONNECTED, 20)).isFalse();
  }

  @Test
  @DisplayName("nor what was stored under another tenure")
  void otherTenure() {
    var stored = stored("max-age=10").stamped(1);

    assertThat(StaleUse.instead(get(), stored, 1, Failure.DISCONNECTED, NOW.plusSeconds(20)))
        .isTrue();
    assertThat(StaleUse.instead(get(), stored, 2, Failure.DISCONNECTED, NOW.plusSeconds(20)))
        .isFalse();
  }

  @Test
  @DisplayName("RFC 9111 §3.3 nor a part in the place of the whole, but for itself")
  void part() {
    var head =
        new ResponseHead(
            206, Fields.of("Cache-Control", "max-age=10", "Content-Range", "bytes 0-1/4"));
    var body = Body.of(new byte[2]);
    var stored = StoredResponse.of(get(), head, body, new Arrival(NOW, NOW));
    var ranged = new RequestHead("GET", "/", Fields.of("Range", "bytes=0-1"));

    assertThat(instead(get(), stored, Failure.DISCONNECTED, 20)).isFalse();
    assertThat(instead(ranged, stored, Failure.DISCONNECTED, 20)).isTrue();
  }

  private static Reuse again(String directive) {
    return new Reuse.Fetch(directive.equals("no-cache") ? Reuse.Cause.NO_CACHE : Reuse.Cause.STALE);
  }

  private static boolean instead(
      RequestHead request, StoredResponse stored, Failure failure, int seconds) {
    return StaleUse.instead(request, stored, 0, failure, NOW.plusSeconds(seconds));
  }

  private static Reuse reuse(StoredResponse stored, int seconds) {
    return Reuse.of(get(), true, Optional.of(stored), 0, NOW.plusSeconds(seconds));
  }

  private static StoredResponse stored(String control) {
    return StoredResponse.of(
        get(),
        new ResponseHead(200, Fields.of("Cache-Control", control)),
        Body.EMPTY,
        new Arrival(NOW, NOW));
  }

  private static RequestHead get() {
    return new RequestHead("GET", "/a", Fields.NONE);
  }

  private static RequestHead get(String control) {
    return new RequestHead("GET", "/a", Fields.of("Cache-Control", control));
  }
}
