package dev.weir.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.rule.StoredResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Purges by expression: hidden at once, dropped by a sweep.
class RegexPurgeTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final CacheKey JPG = new CacheKey("http", "a.test", "/a.jpg");
  private static final CacheKey PNG = new CacheKey("http", "a.test", "/a.png");
  private static final RequestHead GET = new RequestHead("GET", "/", Fields.NONE);
  private static final Purge JPGS = purge("\\.jpe?g$");

  private final MemoryStore store = new MemoryStore(1 << 20);

  @Test
  @DisplayName("what it means is gone for every look-up at once, and from memory after a sweep")
  void hiddenThenDropped() {
    store.put(JPG, response());
    store.put(PNG, response());

    assertThat(store.purge(JPGS)).isZero();

    assertThat(store.reuse(JPG, GET, NOW)).isEqualTo(new Reuse.Fetch(Reuse.Cause.URI_MISS));
    assertThat(store.find(JPG, GET)).isEmpty();
    assertThat(finds(JPG)).isFalse();
    assertThat(store.find(PNG, GET)).isPresent();
    assertThat(store.count()).isEqualTo(2);
    assertThat(store.purgesToSweep()).isEqualTo(1);

    assertThat(store.sweep()).isEqualTo(1);
    assertThat(store.urls()).containsExactly(PNG.url());
    assertThat(store.purgesToSweep()).isZero();
    assertThat(finds(PNG)).isTrue();
  }

  @Test
  @DisplayName("what is fetched after it is stored, served, and outlives the sweep")
  void renewed() {
    store.put(JPG, response());
    store.purge(JPGS);

    assertThat(store.put(JPG, response())).isTrue();
    assertThat(store.find(JPG, GET)).isPresent();
    store.sweep();
    assertThat(store.find(JPG, GET)).isPresent();

    store.purge(JPGS);
    assertThat(store.find(JPG, GET)).as("another is after it").isEmpty();
  }

  @Test
  @DisplayName(
      "what was being fetched when it came is not stored, neither before nor after a sweep")
  void underWay() {
    long began = store.purges();
    store.purge(JPGS);
    assertThat(store.put(JPG, response(), began)).isFalse();
    assertThat(store.put(PNG, response(), began)).isTrue();
    store.sweep();
    assertThat(store.put(JPG, response(), began)).isFalse();
    assertThat(store.put(JPG, response(), store.purges())).isTrue();
  }

  @Test
  @DisplayName("no more than 32 wait: one more has the others carried out first")
  void bounded() {
    store.put(JPG, response());
    for (int i = 0; i < Bans.PENDING_MAX; i++) {
      assertThat(store.purge(purge("/nothing-" + i))).isZero();
    }
    assertThat(store.purgesToSweep()).isEqualTo(Bans.PENDING_MAX);
    store.purge(JPGS);
    assertThat(store.purgesToSweep()).isEqualTo(1);
    assertThat(store.find(JPG, GET)).isEmpty();
  }

  @Test
  @DisplayName("an expression that is none, too long or too large is no purge")
  void noExpression() {
    assertThat(Purge.parse(Purge.Kind.REGEX, "(a")).isEmpty();
    assertThat(Purge.parse(Purge.Kind.REGEX, "a b")).isEmpty();
    assertThat(Purge.parse(Purge.Kind.REGEX, "(?=a)")).as("RE2 has none").isEmpty();
    assertThat(Purge.parse(Purge.Kind.REGEX, "a".repeat(513))).isEmpty();
    assertThat(Purge.parse(Purge.Kind.REGEX, "((((a{99}){99}){99}){99}){99}")).isEmpty();
    assertThat(Purge.parse(Purge.Kind.REGEX, "^http://a\\.test/.{1,100}$")).isPresent();
  }

  private boolean finds(CacheKey key) {
    byte[] url = key.url().getBytes(StandardCharsets.US_ASCII);
    Probe probe = store.probe(_ -> true);
    boolean found = probe.find(url, 0, url.length, 0, NOW);
    probe.release();
    return found;
  }

  private static Purge purge(String text) {
    return Purge.parse(Purge.Kind.REGEX, text).orElseThrow();
  }

  private static StoredResponse response() {
    var head = new ResponseHead(200, Fields.of("Cache-Control", "max-age=60"));
    return StoredResponse.of(GET, head, Body.of(new byte[1]), new Arrival(NOW, NOW));
  }
}
