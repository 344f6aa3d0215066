package dev.weir.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.compact.RandomResponses;
import dev.weir.cache.message.Body;
import dev.weir.cache.message.CacheControl;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.slab.SlabOctets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ProbeTest {
  private static final RequestHead PLAIN = new RequestHead("GET", "/", Fields.NONE);

  private final RandomResponses responses = new RandomResponses(9);
  private static final Map<Integer, String> LINES =
      Map.of(
          200, "HTTP/1.1 200 OK",
          301, "HTTP/1.1 301 Moved Permanently",
          302, "HTTP/1.1 302 Found",
          308, "HTTP/1.1 308 Permanent Redirect",
          404, "HTTP/1.1 404 Not Found",
          410, "HTTP/1.1 410 Gone");

  private final MemoryStore store = new MemoryStore(4 << 20);
  private final Probe probe = store.probe(_ -> true);

  @Test
  @DisplayName("RFC 9111 §4 what it finds would be served, and what is plain and served, it finds")
  void agrees() {
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      CacheKey key = responses.key();
      StoredResponse response = responses.response();
      if (response.selection().values().isEmpty() || key.target().equals("/0")) {
        store.put(key, response);
      }
      CacheKey asked = responses.key();
      long tenure = i % 3;
      Instant now = responses.moment(120);
      byte[] url = asked.url().getBytes(StandardCharsets.ISO_8859_1);

      Reuse reuse = store.reuse(asked, PLAIN, tenure, now);
      if (probe.find(url, 0, url.length, tenure, now)) {
        found++;
        assertThat(reuse).isInstanceOf(Reuse.Serve.class);
        var serve = (Reuse.Serve) reuse;
        assertThat(probe.ageSeconds()).isEqualTo(serve.age().toSeconds());
        assertSame(serve.stored(), serve.age().toSeconds());
      } else if (reuse instanceof Reuse.Serve(StoredResponse stored, _)) {
        assertThat(isUnusual(asked, stored)).as("%s", stored).isTrue();
      }
      if (i % 50 == 0) {
        store.purge(key);
      }
    }
    assertThat(found).isGreaterThan(200);
    probe.release();
  }

  private static boolean isUnusual(CacheKey key, StoredResponse stored) {
    return !LINES.containsKey(stored.head().status())
        || !stored.selection().values().isEmpty()
        || !stored.control().equals(CacheControl.ofResponse(stored.head().fields()))
        || key.target().equals("/0"); // it alone is stored in variants
  }

  private void assertSame(StoredResponse stored, long age) {
    var to = ByteBuffer.allocate(10_000);
    int length = probe.writeHead(to).orElseThrow();
    var expected = new StringBuilder(LINES.get(stored.head().status())).append("\r\n");
    for (Fields.Field line : stored.head().fields()) {
      if (!line.named("Content-Length") && !line.named("Age")) {
        expected.append(line.name()).append(": ").append(line.value()).append("\r\n");
      }
    }
    expected.append("Age: ").append(age).append("\r\n");
    expected.append("Content-Length: ").append(stored.body().length()).append("\r\n");
    assertThat(new String(to.array(), 0, length, StandardCharsets.ISO_8859_1))
        .isEqualTo(expected.toString());
    assertThat(probe.bodyBytes()).isEqualTo(stored.body().length());
    if (probe.bodyBytes() > 0) {
      assertThat(probe.view(0)).isEqualTo(stored.body().view(0, stored.body().length()));
    }
  }

  @Test
  @DisplayName("what it hands over stays readable until that is released")
  void handsOver() {
    CacheKey key = new CacheKey("http", "a.test", "/");
    StoredResponse plain = response();
    store.put(key, plain);
    byte[] url = "GET http://a.test/ ".getBytes(StandardCharsets.US_ASCII);

    assertThat(probe.find(url, 4, url.length - 1, 0, plain.freshness().received())).isTrue();
    var body = new Body(new SlabOctets(probe.take()), plain.body().length());
    store.purge(key);
    assertThat(probe.find(url, 4, url.length - 1, 0, plain.freshness().received())).isFalse();
    assertThat(body.toArray()).isEqualTo(plain.body().toArray());
    assertThat(store.slabs().usedBytes()).isPositive();
    body.release();
    assertThat(store.slabs().usedBytes()).isZero();
  }

  private StoredResponse response() {
    for (StoredResponse response = responses.response(); ; response = responses.response()) {
      boolean plain =
          response.head().status() == 200
              && response.selection().values().isEmpty()
              && response.body().length() > 0
              && Reuse.of(PLAIN, true, Optional.of(response), 0, response.freshness().received())
                  instanceof Reuse.Serve;
      if (plain) {
        return response;
      }
    }
  }
}
