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
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  @DisplayName("what is put is served, listed and purged")
  void keeps() {
    var store = new MemoryStore(1 << 20);
    assertThat(store.put(key("/a"), response(get(), 10))).isTrue();

    assertThat(store.reuse(key("/a"), get(), NOW)).isInstanceOf(Reuse.Serve.class);
    assertThat(store.reuse(key("/A"), get(), NOW)).isEqualTo(new Reuse.Fetch(Reuse.Cause.URI_MISS));
    assertThat(store.urls()).containsExactly("http://a.test/a");

    assertThat(store.purge(key("/a"))).isTrue();
    assertThat(store.purge(key("/a"))).isFalse();
    assertThat(store.count()).isZero();
  }

  @Test
  @DisplayName("its weight never stays above the capacity, and what was pushed out is counted")
  void bounded() {
    var store = new MemoryStore(100_000);
    for (int i = 0; i < 1000; i++) {
      store.put(key("/" + i), response(get(), 1000));
    }

    assertThat(store.count()).isBetween(50L, 90L);
    assertThat(store.weightBytes()).isBetween(1L, 100_000L);
    assertThat(store.evictions()).isEqualTo(1000 - store.count());
  }

  @Test
  @DisplayName("a body above the limit for one entry is refused")
  void entryLimit() {
    var store = new MemoryStore(100_000, 5000);

    assertThat(store.put(key("/a"), response(get(), 5001))).isFalse();
    assertThat(store.count()).isZero();
    assertThat(store.put(key("/a"), response(get(), 5000))).isTrue();
  }

  @Test
  @DisplayName("SEC-C11 keys whose hashes are equal are not taken for each other")
  void equalHashes() {
    var store = new MemoryStore(1 << 20);
    store.put(key("/Aa"), response(get(), 10));
    assertThat(key("/BB")).hasSameHashCodeAs(key("/Aa"));

    assertThat(store.reuse(key("/BB"), get(), NOW))
        .isEqualTo(new Reuse.Fetch(Reuse.Cause.URI_MISS));
  }

  @Test
  @DisplayName("RFC 9111 §4.1 variants live side by side, a newer one replaces its equal")
  void variants() {
    var store = new MemoryStore(1 << 20);
    store.put(key("/a"), response(get("Accept", "x"), 1));
    store.put(key("/a"), response(get("Accept", "y"), 2));
    store.put(key("/a"), response(get("Accept", "x"), 3));

    assertThat(length(store, get("Accept", "x"))).isEqualTo(3);
    assertThat(length(store, get("Accept", "y"))).isEqualTo(2);
    assertThat(store.reuse(key("/a"), get("Accept", "z"), NOW))
        .isEqualTo(new Reuse.Fetch(Reuse.Cause.VARY_MISS));
  }

  @Test
  @DisplayName("one key has at most 64 variants; the oldest goes first")
  void variantLimit() {
    var store = new MemoryStore(10 << 20);
    for (int i = 0; i <= Shelf.COUNT_MAX; i++) {
      store.put(key("/a"), response(get("Accept", "" + i), 1));
    }

    assertThat(store.find(key("/a"), get("Accept", "0"))).isEmpty();
    assertThat(store.find(key("/a"), get("Accept", "1"))).isPresent();
    assertThat(store.find(key("/a"), get("Accept", "64"))).isPresent();
  }

  private static long length(MemoryStore store, RequestHead request) {
    return store.find(key("/a"), request).orElseThrow().body().length();
  }

  private static CacheKey key(String target) {
    return new CacheKey("http", "a.test", target);
  }

  private static RequestHead get(String... fields) {
    return new RequestHead("GET", "/a", Fields.of(fields));
  }

  private static StoredResponse response(RequestHead request, int length) {
    var head = new ResponseHead(200, Fields.of("Cache-Control", "max-age=60", "Vary", "Accept"));
    return StoredResponse.of(request, head, Body.of(new byte[length]), new Arrival(NOW, NOW));
  }
}
