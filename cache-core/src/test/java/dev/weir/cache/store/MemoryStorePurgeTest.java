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
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MemoryStorePurgeTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final MemoryStore store = new MemoryStore(1 << 20);

  @Test
  @DisplayName("each kind drops what it means, and says how much; a second time nothing is there")
  void kinds() {
    for (String host : List.of("a.test", "b.test")) {
      for (int i = 0; i < 4; i++) {
        store.put(key(host, "/" + i), response("k" + i % 2 + " all"));
      }
    }
    assertThat(store.purge(order(Kind.URL, "http://a.test/0"))).isEqualTo(1);
    assertThat(store.purge(order(Kind.URL, "http://a.test/0"))).isZero();
    assertThat(store.purge(order(Kind.KEY, "k1"))).isEqualTo(4);
    assertThat(store.purge(order(Kind.PREFIX, "http://b.test/0"))).isEqualTo(1);
    assertThat(store.urls()).containsExactlyInAnyOrder("http://a.test/2", "http://b.test/2");
    assertThat(store.purge(order(Kind.HOST, "a.test"))).isEqualTo(1);
    assertThat(store.purge(order(Kind.KEY, "all"))).isEqualTo(1);
    assertThat(store.count()).isZero();
    assertThat(store.tags()).isZero();
  }

  @Test
  @DisplayName("what was fetched before a purge is not stored after it, what was begun after it is")
  void underWay() {
    for (Purge order :
        List.of(
            order(Kind.URL, "http://a.test/1"),
            order(Kind.HOST, "a.test"),
            order(Kind.PREFIX, "http://a.test/"),
            order(Kind.KEY, "k1"))) {
      long before = store.purges();
      store.purge(order);
      assertThat(store.put(key("a.test", "/1"), response("k1"), before)).as("%s", order).isFalse();
      assertThat(store.put(key("b.test", "/1"), response("k2"), before)).isTrue();
      assertThat(store.put(key("a.test", "/1"), response("k1"), store.purges())).isTrue();
    }
    long before = store.purges();
    store.purge(key("a.test", "/1"));
    assertThat(store.put(key("a.test", "/1"), response(""), before)).isFalse();
    assertThat(store.put(key("a.test", "/2"), response(""), before)).isTrue();
  }

  @Test
  @DisplayName("who began before the oldest purge that is known stores nothing")
  void bounded() {
    long before = store.purges();
    for (int i = 0; i <= PurgeLog.ORDERS_MAX; i++) {
      store.purge(order(Kind.HOST, "h" + i + ".test"));
    }
    assertThat(store.put(key("a.test", "/1"), response(""), before)).isFalse();
    assertThat(store.put(key("a.test", "/1"), response(""), store.purges() - 5)).isTrue();
  }

  @Test
  @DisplayName("what is pushed out, replaced or too richly keyed leaves nothing in the index")
  void index() {
    store.put(key("a.test", "/1"), response("old"));
    store.put(key("a.test", "/1"), response("new"));
    assertThat(store.purge(order(Kind.KEY, "old"))).isZero();
    assertThat(store.tags()).isEqualTo(1);
    var many = new StringBuilder();
    IntStream.rangeClosed(0, Purge.TAGS_MAX).forEach(i -> many.append(' ').append(i));
    assertThat(store.put(key("a.test", "/2"), response(many.toString()))).isFalse();
    for (int i = 0; i < 5_000; i++) {
      store.put(key("a.test", "/" + i), response("x" + i));
    }
    assertThat(store.evictions()).isPositive();
    assertThat((long) store.tags()).isEqualTo(store.count());
  }

  @Test
  @DisplayName("with puts and purges from all sides nothing purged stays, and the index is right")
  void concurrent() {
    for (int round = 0; round < 200; round++) {
      long began = store.purges();
      Purge order = order(Kind.KEY, "k" + round);
      var tasks =
          IntStream.range(0, 8)
              .mapToObj(i ->
                  ForkJoinPool.commonPool()
                      .submit(() -> {
                        if (i == 4) {
                          store.purge(order);
                        } else {
                          store.put(key("a.test", "/" + i), response(order.text()), began);
                        }
                      }))
              .toList();
      tasks.forEach(task -> task.join());
      assertThat(store.purge(order)).as("left after round %d", round).isZero();
      assertThat(store.tags()).isZero();
    }
  }

  private static Purge order(Kind kind, String text) {
    return Purge.parse(kind, text).orElseThrow();
  }

  private static CacheKey key(String host, String target) {
    return new CacheKey("http", host, target);
  }

  private static StoredResponse response(String surrogates) {
    var head =
        new ResponseHead(
            200, Fields.of("Cache-Control", "max-age=60", "Surrogate-Key", surrogates));
    var request = new RequestHead("GET", "/", Fields.NONE);
    return StoredResponse.of(
        request, head, new Body.Collector(100).finish(), new Arrival(NOW, NOW));
  }
}
