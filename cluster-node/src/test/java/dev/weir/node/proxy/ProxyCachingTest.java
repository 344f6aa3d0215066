package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The proxy as a cache, over loopback sockets.
@Timeout(120)
class ProxyCachingTest {
  @RegisterExtension private final Scene scene = new Scene();
  private final OriginRecorder origin = scene.origin;
  private final ProxyUnderTest node = scene.node;
  private final String host = scene.host;

  @Test
  @DisplayName("RFC 9112 §9.3.1 what must not be made twice gets a connection of its own")
  void ownConnection() throws IOException {
    origin.answering("/a", OriginRecorder.ok("x", "Cache-Control: no-store"));
    try (RawClient client = node.client()) {
      client.get("/a", host);
      client.get("/a", host);
      assertThat(origin.connections).hasValue(1);

      client.ask("POST", "/a", host, "Content-Length: 0");

      assertThat(origin.connections).hasValue(2);
    }
  }

  @Test
  @DisplayName("a miss is fetched and stored, then a hit with Age and Cache-Status")
  void missThenHit() throws IOException {
    origin.answering("/a", OriginRecorder.fresh("hello"));
    try (RawClient client = node.client()) {
      RawClient.Response miss = client.get("/a", host);
      node.later(Duration.ofSeconds(7));
      RawClient.Response hit = client.get("/a", host);

      assertThat(miss.body()).isEqualTo("hello");
      assertThat(miss.field("Cache-Status"))
          .isEqualTo("weir-cache-1; fwd=uri-miss; fwd-status=200; stored");
      assertThat(miss.field("Via")).isEqualTo("1.1 weir-cache-1");
      assertThat(hit.body()).isEqualTo("hello");
      assertThat(hit.field("Age")).isEqualTo("7");
      assertThat(hit.field("Cache-Status")).isEqualTo("weir-cache-1; hit");
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
    assertThat(node.proxy.inventory()).containsExactly("http://" + host + "/a");
    assertThat(node.metric("weir_http_requests_total{result=\"hit\"}")).isEqualTo(1);
    assertThat(node.metric("weir_http_requests_total{result=\"miss\"}")).isEqualTo(1);
    assertThat(node.metric("weir_origin_fetches_total{result=\"ok\"}")).isEqualTo(1);
    assertThat(node.metric("weir_cache_objects")).isEqualTo(1);
  }

  @ParameterizedTest
  @DisplayName("RFC 9111 §4.2.3 a wall clock that is set neither ages nor rejuvenates what is kept")
  @ValueSource(
      strings = {
        "Cache-Control: max-age=60",
        "Expires: Thu, 01 Jan 2026 00:01:00 GMT\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT"
      })
  void steppedClock(String lifetime) throws IOException {
    origin.answering("/a", OriginRecorder.ok("a", lifetime));
    try (RawClient client = node.client()) {
      client.get("/a", host);
      node.wallClockSteps(Duration.ofHours(1));
      node.later(Duration.ofSeconds(7));
      assertThat(client.get("/a", host).field("Age")).isEqualTo("7");
      node.wallClockSteps(Duration.ofHours(-2));
      node.later(Duration.ofSeconds(7));
      assertThat(client.get("/a", host).field("Age")).isEqualTo("14");
      node.later(Duration.ofSeconds(46));
      assertThat(client.get("/a", host).field("Cache-Status")).contains("fwd=");
    }
  }

  @Test
  @DisplayName("RFC 9111 §3 no-store is passed through each time and not listed")
  void noStore() throws IOException {
    origin.answering("/a", OriginRecorder.ok("x", "Cache-Control: no-store"));
    try (RawClient client = node.client()) {
      client.get("/a", host);
      assertThat(client.get("/a", host).field("Cache-Status"))
          .isEqualTo("weir-cache-1; fwd=uri-miss; fwd-status=200");
    }
    assertThat(origin.countOf("/a")).isEqualTo(2);
    assertThat(node.proxy.inventory()).isEmpty();
  }

  @Test
  @DisplayName("RFC 9111 §4.3 a stale response is validated, and a 304 makes it fresh again")
  void revalidates() throws IOException {
    origin.answering(
        "/a",
        (asked, out) ->
            out.write(
                OriginRecorder.latin1(
                    asked.head().contains("If-None-Match: \"v1\"")
                        ? "HTTP/1.1 304 Not Modified\r\nCache-Control: max-age=9\r\n\r\n"
                        : OriginRecorder.ok("v1", "Cache-Control: max-age=5", "ETag: \"v1\""))));
    try (RawClient client = node.client()) {
      client.get("/a", host);
      node.later(Duration.ofSeconds(6));
      RawClient.Response revalidated = client.get("/a", host);
      node.later(Duration.ofSeconds(8));
      RawClient.Response hit = client.get("/a", host);

      assertThat(revalidated.status()).isEqualTo(200);
      assertThat(revalidated.body()).isEqualTo("v1");
      assertThat(revalidated.field("Cache-Status"))
          .isEqualTo("weir-cache-1; fwd=stale; fwd-status=304");
      assertThat(hit.field("Cache-Status")).isEqualTo("weir-cache-1; hit");
    }
    assertThat(origin.countOf("/a")).isEqualTo(2);
    assertThat(node.metric("weir_http_requests_total{result=\"revalidated\"}")).isEqualTo(1);
  }

  @Test
  @DisplayName("twenty concurrent requests for one URL cause one fetch")
  void collapses() throws IOException, InterruptedException, ExecutionException {
    var release = new CountDownLatch(1);
    var reached = new CountDownLatch(1);
    origin.answering(
        "/a",
        (asked, out) -> {
          reached.countDown();
          await(release);
          out.write(OriginRecorder.latin1(OriginRecorder.fresh("one")));
        });
    assertThat(bodiesOf(20, reached, release)).containsOnly("one");
    assertThat(origin.countOf("/a")).isEqualTo(1);
  }

  @Test
  @DisplayName("SEC-R5 those who wait are released at once when the head is not storable")
  void releasesWaiting() throws IOException, InterruptedException, ExecutionException {
    var release = new CountDownLatch(1);
    var reached = new CountDownLatch(1);
    var together = new Semaphore(0);
    origin.answering(
        "/a",
        (asked, out) -> {
          boolean first = together.availablePermits() == 0;
          together.release();
          reached.countDown();
          await(release);
          out.write(OriginRecorder.latin1("HTTP/1.1 200 OK\r\nCache-Control: private\r\n"));
          out.write(OriginRecorder.latin1("Content-Length: 3\r\n\r\n"));
          out.flush();
          if (first) {
            together.acquireUninterruptibly(10); // the rest only once all others have asked too
          }
          out.write(OriginRecorder.latin1("two"));
        });
    assertThat(bodiesOf(10, reached, release)).containsOnly("two");
    assertThat(origin.countOf("/a")).isEqualTo(10);
    assertThat(node.proxy.inventory()).isEmpty();
  }

  @Test
  @DisplayName("RFC 9110 §13, §14 conditions and ranges are answered from the store")
  void conditionsAndRanges() throws IOException {
    origin.answering(
        "/a", OriginRecorder.ok("0123456789", "Cache-Control: max-age=60", "ETag: \"e\""));
    try (RawClient client = node.client()) {
      client.get("/a", host);
      assertThat(client.get("/a", host, "If-None-Match: \"e\"").status()).isEqualTo(304);
      assertThat(client.get("/a", host, "If-None-Match: \"f\"").status()).isEqualTo(200);
      RawClient.Response part = client.get("/a", host, "Range: bytes=2-4");
      assertThat(part.status()).isEqualTo(206);
      assertThat(part.body()).isEqualTo("234");
      assertThat(part.field("Content-Range")).isEqualTo("bytes 2-4/10");
      assertThat(client.get("/a", host, "Range: bytes=10-").status()).isEqualTo(416);
      RawClient.Response head = client.ask("HEAD", "/a", host);
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.field("Content-Length")).isEqualTo("10");
      assertThat(client.get("/a", host).body()).isEqualTo("0123456789");
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
  }

  @Test
  @DisplayName("RFC 9111 §4.4 a successful POST drops what is stored under its URL")
  void invalidates() throws IOException {
    try (RawClient client = node.client()) {
      client.get("/a", host);
      client.send("POST /a HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 3\r\n\r\nabc");
      assertThat(client.read(false).status()).isEqualTo(200);
      assertThat(node.proxy.inventory()).isEmpty();
    }
    assertThat(origin.asked).extracting(OriginRecorder.Asked::body).containsExactly("", "abc");
  }

  private List<String> bodiesOf(int count, CountDownLatch reached, CountDownLatch release)
      throws InterruptedException, ExecutionException {
    var answers = new ArrayList<Future<String>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var sent = new CountDownLatch(count);
      for (int i = 0; i < count; i++) {
        answers.add(threads.submit(oneGet(sent)));
      }
      sent.await();
      reached.await();
      release.countDown();
    }
    var bodies = new ArrayList<String>();
    for (Future<String> answer : answers) {
      bodies.add(answer.get());
    }
    return bodies;
  }

  private Callable<String> oneGet(CountDownLatch sent) {
    return () -> {
      try (RawClient client = node.client()) {
        client.send("GET /a HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        sent.countDown();
        return client.read(false).body();
      }
    };
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }
}
