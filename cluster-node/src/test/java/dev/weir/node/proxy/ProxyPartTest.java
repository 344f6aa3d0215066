package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cache.rule.CacheKey;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A stored part of a whole, completed when the whole is asked for (RFC 9111 §3.4).
@Timeout(120)
final class ProxyPartTest {
  private static final String FRESH = "Cache-Control: max-age=60";

  @RegisterExtension private final Scene scene = new Scene();
  private final OriginRecorder origin = scene.origin;
  private final ProxyUnderTest node = scene.node;
  private final String host = scene.host;
  private String tag = "\"e\"";
  private String rest = part("5-9/10", "56789");

  @BeforeEach
  void originKnowsRanges() {
    origin.answering(
        "/a",
        (asked, out) -> {
          String answer =
              asked.head().contains("bytes=0-4")
                  ? part("0-4/10", "01234")
                  : asked.head().contains("Range: bytes=5-")
                      ? rest
                      : OriginRecorder.ok("abcdefghij", FRESH, "ETag: \"f\"");
          out.write(OriginRecorder.latin1(answer));
        });
  }

  @Test
  @DisplayName("RFC 9111 §3.4 the rest is asked for, if the whole is the same; all of it is stored")
  void completes() throws IOException {
    try (RawClient client = node.client()) {
      client.get("/a", host, "Range: bytes=0-4");
      RawClient.Response whole = client.get("/a", host);

      assertThat(whole.status()).isEqualTo(200);
      assertThat(whole.body()).isEqualTo("0123456789");
      assertThat(whole.field("Content-Length")).isEqualTo("10");
      assertThat(whole.field("Content-Range")).isEmpty();
      assertThat(origin.asked.stream().skip(1).findFirst().orElseThrow().head())
          .contains("Range: bytes=5-\r\n", "If-Range: \"e\"\r\n");
      RawClient.Response hit = client.get("/a", host);
      assertThat(hit.body()).isEqualTo("0123456789");
      assertThat(hit.field("Cache-Status")).endsWith("hit");
    }
    assertThat(origin.countOf("/a")).isEqualTo(2);
  }

  @Test
  @DisplayName("SEC-C13 a whole that has changed comes in one answer, and is not mixed")
  void changed() throws IOException {
    try (RawClient client = node.client()) {
      client.get("/a", host, "Range: bytes=0-4");
      rest = OriginRecorder.ok("abcdefghij", FRESH, "ETag: \"f\"");

      assertThat(client.get("/a", host).body()).isEqualTo("abcdefghij");
      assertThat(client.get("/a", host).body()).isEqualTo("abcdefghij");
    }
    assertThat(origin.countOf("/a")).isEqualTo(2);
  }

  @Test
  @DisplayName("SEC-C13 another whole's part, or another part, is not joined: all is fetched")
  void otherPart() throws IOException {
    try (RawClient client = node.client()) {
      for (String other :
          new String[] {
            part("5-9/10", "vwxyz").replace(tag, "\"g\""),
            part("5-9/11", "vwxyz"),
            part("6-9/10", "wxyz"),
            "HTTP/1.1 416 No\r\nContent-Length: 0\r\n\r\n"
          }) {
        rest = other;
        client.get("/a", host, "Range: bytes=0-4");
        assertThat(client.get("/a", host).body()).isEqualTo("abcdefghij");
        node.store.purge(new CacheKey("http", host, "/a"));
      }
    }
    assertThat(origin.countOf("/a")).isEqualTo(12);
  }

  @Test
  @DisplayName("SEC-C13 RFC 9111 §3.4 without a strong validator nothing is joined")
  void weak() throws IOException {
    tag = "W/\"e\"";
    try (RawClient client = node.client()) {
      client.get("/a", host, "Range: bytes=0-4");
      assertThat(client.get("/a", host).body()).isEqualTo("abcdefghij");
    }
    assertThat(origin.asked).noneMatch(asked -> asked.head().contains("If-Range"));
  }

  @Test
  @DisplayName(
      "SEC-C13 a rest that is shorter or longer than it says breaks off, and nothing is whole")
  void wrongLength() throws IOException {
    for (String body : new String[] {"567", "56789abc"}) {
      rest = part("5-9/10", body);
      try (RawClient client = node.client()) {
        client.get("/a", host, "Range: bytes=0-4");
        assertThatThrownBy(() -> client.get("/a", host)).isInstanceOf(IOException.class);
      }
      rest = part("5-9/10", "56789");
    }
    try (RawClient client = node.client()) {
      assertThat(client.get("/a", host).body()).isEqualTo("0123456789");
    }
  }

  private String part(String range, String body) {
    return OriginRecorder.ok(body, FRESH, "ETag: " + tag, "Content-Range: bytes " + range)
        .replace("200 OK", "206 Partial Content");
  }
}
