package dev.weir.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.store.Purge.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Purges of more than is dropped at once: hidden by one mark, and dropped by a sweep.
class LargePurgeTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final RequestHead GET = new RequestHead("GET", "/", Fields.NONE);
  private static final int MANY = MemoryStore.DROPPED_AT_ONCE_MAX + 1;

  private final MemoryStore store = new MemoryStore(64 << 20);

  @BeforeEach
  void fill() {
    for (int i = 0; i < MANY; i++) {
      store.put(key("a.test", i), response("many"));
    }
    store.put(key("b.test", 0), response("other"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"KEY", "HOST", "PREFIX"})
  @DisplayName("what is meant is gone for every look-up at once, and from memory after a sweep")
  void hidden(Kind kind) {
    long began = store.purges();
    int told = store.purge(order(kind));

    assertThat(told).isEqualTo(kind == Kind.KEY ? MANY : 0);
    assertThat(store.count()).as("still there").isEqualTo(MANY + 1);
    assertThat(store.purgesToSweep()).isEqualTo(1);
    for (int i : List.of(0, 1, MANY / 2, MANY - 1)) {
      assertThat(store.find(key("a.test", i), GET)).isEmpty();
      assertThat(finds(key("a.test", i))).isFalse();
      assertThat(store.adopt(key("a.test", i), List.of(response("many")), began)).isFalse();
      assertThat(store.put(key("a.test", i), response("many"), began)).isFalse();
    }
    assertThat(store.find(key("b.test", 0), GET)).isPresent();

    assertThat(store.put(key("a.test", 1), response("many"), store.purges())).isTrue();
    assertThat(store.adopt(key("a.test", 0), List.of(response("many")), store.purges()))
        .isEqualTo(kind == Kind.KEY);

    assertThat(told + store.sweep()).isGreaterThan(MANY - 5);
    assertThat(store.purgesToSweep()).isZero();
    assertThat(store.find(key("a.test", 1), GET)).as("newer than the purge").isPresent();
    assertThat(store.find(key("a.test", 2), GET)).isEmpty();
    assertThat(store.count()).isEqualTo(kind == Kind.KEY ? 3 : 2);
    assertThat(store.tags()).isEqualTo(2);
    assertThat(store.purge(order(Kind.KEY))).isEqualTo(kind == Kind.KEY ? 2 : 1);
  }

  private boolean finds(CacheKey key) {
    byte[] url = key.url().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Probe probe = store.probe(_ -> true);
    boolean found = probe.find(url, 0, url.length, 0, NOW);
    probe.release();
    return found;
  }

  private static Purge order(Kind kind) {
    String text =
        switch (kind) {
          case KEY -> "many";
          case HOST -> "a.test";
          default -> "http://a.test/";
        };
    return Purge.parse(kind, text).orElseThrow();
  }

  private static CacheKey key(String host, int number) {
    return new CacheKey("http", host, "/" + number);
  }

  private static StoredResponse response(String surrogates) {
    var head =
        new ResponseHead(
            200, Fields.of("Cache-Control", "max-age=60", "Surrogate-Key", surrogates));
    return StoredResponse.of(GET, head, Body.of(new byte[1]), new Arrival(NOW, NOW));
  }
}
