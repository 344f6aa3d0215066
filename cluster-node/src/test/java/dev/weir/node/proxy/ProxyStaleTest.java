package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Soon;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is served when it is no longer fresh, and what else than a GET's whole answer is stored,
/// over loopback sockets.
@Timeout(120)
class ProxyStaleTest {
  @RegisterExtension private final Scene scene = new Scene();
  private final OriginRecorder origin = scene.origin;
  private final ProxyUnderTest node = scene.node;
  private final String host = scene.host;
  private final AtomicReference<String> answer = new AtomicReference<>("");

  ProxyStaleTest() {
    origin.answering(
        "/a",
        (_, out) -> {
          if (answer.get().isEmpty()) {
            throw new OriginRecorder.Hangup();
          }
          out.write(OriginRecorder.latin1(answer.get()));
        });
  }

  @Test
  @DisplayName("RFC 5861 §3 the stale one is served, and the next gets what was fetched meanwhile")
  void whileRevalidating() throws IOException {
    answer.set(OriginRecorder.ok("old", "Cache-Control: max-age=5, stale-while-revalidate=60"));
    try (RawClient client = node.client()) {
      client.get("/a", host);
      node.later(Duration.ofSeconds(10));
      answer.set(OriginRecorder.ok("new", "Cache-Control: max-age=5"));

      RawClient.Response stale = client.get("/a", host);

      assertThat(stale.body()).isEqualTo("old");
      assertThat(stale.field("Age")).isEqualTo("10");
      assertThat(stale.field("Cache-Status"))
          .isEqualTo("weir-cache-1; hit; detail=stale-while-revalidate");
      Soon.passes(() -> assertThat(client.get("/a", host).body()).isEqualTo("new"));
    }
    assertThat(origin.countOf("/a")).isEqualTo(2);
  }

  @Test
  @DisplayName("RFC 5861 §3 a 304 to the background's question makes it fresh again")
  void revalidatedMeanwhile() throws IOException {
    String control = "Cache-Control: max-age=5, stale-while-revalidate=60";
    answer.set(OriginRecorder.ok("old", control, "ETag: \"v1\""));
    try (RawClient client = node.client()) {
      client.get("/a", host);
      node.later(Duration.ofSeconds(10));
      answer.set("HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n" + control + "\r\n\r\n");

      assertThat(client.get("/a", host).body()).isEqualTo("old");

      Soon.passes(() ->
          assertThat(client.get("/a", host).field("Cache-Status")).isEqualTo("weir-cache-1; hit"));
    }
    assertThat(origin.countOf("/a")).isEqualTo(2);
    assertThat(origin.asked.stream().skip(1).findFirst().orElseThrow().head())
        .contains("If-None-Match: \"v1\"");
  }

  @Test
  @DisplayName("RFC 5861 §3 what may no longer be stored is not served once that is known")
  void goneMeanwhile() throws IOException {
    answer.set(OriginRecorder.ok("old", "Cache-Control: max-age=5, stale-while-revalidate=60"));
    try (RawClient client = node.client()) {
      client.get("/a", host);
      node.later(Duration.ofSeconds(10));
      answer.set(OriginRecorder.ok("secret", "Cache-Control: no-store"));

      client.get("/a", host);

      Soon.passes(() -> assertThat(client.get("/a", host).body()).isEqualTo("secret"));
    }
    assertThat(node.proxy.inventory()).isEmpty();
  }

  @Test
  @DisplayName("RFC 9111 §4.2.4 the stale one is served when the origin hangs up")
  void hangsUp() throws IOException {
    answer.set(OriginRecorder.ok("old", "Cache-Control: max-age=5"));
    try (RawClient client = node.client()) {
      client.get("/a", host);
      node.later(Duration.ofSeconds(10));
      answer.set("");

      RawClient.Response stale = client.get("/a", host);

      assertThat(stale.status()).isEqualTo(200);
      assertThat(stale.body()).isEqualTo("old");
      assertThat(stale.field("Cache-Status"))
          .isEqualTo("weir-cache-1; fwd=stale; detail=stale-if-error");
    }
    assertThat(node.metric("weir_http_requests_total{result=\"stale\"}")).isEqualTo(1);
  }

  @Test
  @DisplayName("RFC 9111 §4.2.4 but not where it must be revalidated: then 502")
  void mustRevalidate() throws IOException {
    answer.set(OriginRecorder.ok("old", "Cache-Control: max-age=5, must-revalidate"));
    try (RawClient client = node.client()) {
      client.get("/a", host);
      node.later(Duration.ofSeconds(10));
      answer.set("");

      assertThat(client.get("/a", host).status()).isEqualTo(502);
    }
  }

  @Test
  @DisplayName("RFC 5861 §4 an error page is replaced where stale-if-error says so, else passed")
  void error() throws IOException {
    String down = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\ndown";
    try (RawClient client = node.client()) {
      answer.set(OriginRecorder.ok("old", "Cache-Control: max-age=5, stale-if-error=60"));
      client.get("/a", host);
      node.later(Duration.ofSeconds(10));
      answer.set(down);
      assertThat(client.get("/a", host).body()).isEqualTo("old");
      node.later(Duration.ofSeconds(60));

      RawClient.Response passed = client.get("/a", host);

      assertThat(passed.status()).isEqualTo(503);
      assertThat(passed.body()).isEqualTo("down");
    }
  }

  @Test
  @DisplayName("RFC 9110 §9.3.3 what a POST brings for its own URL answers a GET")
  void post() throws IOException {
    answer.set(OriginRecorder.ok("old", "Cache-Control: max-age=60"));
    try (RawClient client = node.client()) {
      client.get("/a", host);
      answer.set(OriginRecorder.ok("new", "Cache-Control: max-age=60", "Content-Location: /a"));

      client.ask("POST", "/a", host, "Content-Length: 0");

      assertThat(client.get("/a", host).body()).isEqualTo("new");
    }
    assertThat(origin.countOf("/a")).isEqualTo(2);
  }

  @Test
  @DisplayName("RFC 9111 §3.4 parts that were asked for are joined, and answer for the whole")
  void parts() throws IOException {
    try (RawClient client = node.client()) {
      answer.set(part("0-4", "01234"));
      client.get("/a", host, "Range: bytes=0-4");
      answer.set(part("5-9", "56789"));
      client.get("/a", host, "Range: bytes=5-9");

      RawClient.Response middle = client.get("/a", host, "Range: bytes=3-6");

      assertThat(middle.status()).isEqualTo(206);
      assertThat(middle.body()).isEqualTo("3456");
      assertThat(middle.field("Content-Range")).isEqualTo("bytes 3-6/10");
      RawClient.Response whole = client.get("/a", host);
      assertThat(whole.status()).isEqualTo(200);
      assertThat(whole.body()).isEqualTo("0123456789");
      assertThat(whole.field("Content-Range")).isEmpty();
    }
    assertThat(origin.countOf("/a")).isEqualTo(2);
  }

  private static String part(String range, String octets) {
    return OriginRecorder.ok(
            octets,
            "Cache-Control: max-age=60",
            "ETag: \"a\"",
            "Content-Range: bytes " + range + "/10")
        .replace("200 OK", "206 Partial Content");
  }
}
