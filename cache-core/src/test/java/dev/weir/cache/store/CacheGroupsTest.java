package dev.weir.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// RFC 9875 HTTP Cache Groups.
class CacheGroupsTest {
  private static final CacheKey POSTED = new CacheKey("http", "www.a.test", "/post");
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

  private final MemoryStore store = new MemoryStore(1 << 20);

  @Test
  @DisplayName("§3 the answer to an unsafe request makes groups of its own origin worthless")
  void invalidates() {
    CacheKey first = stored("www.a.test", "/1", "\"news\", \"home\"");
    CacheKey second = stored("www.a.test", "/2", "\"news\"");
    CacheKey other = stored("www.a.test", "/3", "\"sports\"");
    CacheKey elsewhere = stored("www.b.test", "/1", "\"news\"");

    worthless("POST", "\"none\", \"news\"").forEach(store::purge);

    assertThat(store.keys()).containsExactlyInAnyOrder(other, elsewhere);
    assertThat(List.of(first, second)).doesNotContain(other);
    assertThat(store.tags()).isEqualTo(2);
  }

  @Test
  @DisplayName("§3 it is ignored in the answer to a safe request")
  void safe() {
    assertThat(worthless("GET", "\"news\"")).isEmpty();
    assertThat(worthless("HEAD", "\"news\"")).isEmpty();
  }

  @Test
  @DisplayName("§2 a field that is no list of strings counts for nothing; parameters do not matter")
  void malformed() {
    for (String text :
        List.of("news", "(\"news\")", "\"news\",", "\"news\" x", "1", "\"a\"\"b\"")) {
      assertThat(worthless("POST", text)).as(text).isEmpty();
    }
    assertThat(worthless("POST", "\"news\" ; x=1;y, \"b\"")).isEmpty();
    assertThat(worthless("POST", "\"news\"; x=1;y, \"b\"")).hasSize(2);
  }

  @Test
  @DisplayName("§2 at least 32 groups of 32 characters are known; of many, the first 128")
  void many() {
    String name = "g".repeat(29);
    String all =
        IntStream.range(100, 300)
            .mapToObj(i -> '"' + name + i + '"')
            .collect(Collectors.joining(", "));

    assertThat(worthless("PUT", all)).hasSize(CacheGroups.WORTHLESS_MAX);
  }

  private static List<Purge> worthless(String method, String groups) {
    var response = new ResponseHead(200, Fields.of("Cache-Group-Invalidation", groups));
    return CacheGroups.worthless(
        POSTED, new RequestHead(method, "/post", Fields.of("Host", "www.a.test")), response);
  }

  private CacheKey stored(String host, String path, String groups) {
    var key = new CacheKey("http", host, path);
    var head =
        new ResponseHead(200, Fields.of("Cache-Control", "max-age=60", "Cache-Groups", groups));
    var request = new RequestHead("GET", path, Fields.of("Host", host));
    assertThat(store.put(key, StoredResponse.of(request, head, Body.EMPTY, new Arrival(NOW, NOW))))
        .isTrue();
    return key;
  }
}
