package dev.weir.node.proxy.quick;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.rule.CacheKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// When the short way is gone, beside what [QuickFuzzTest] compares.
@DisplayName("the short way")
final class QuickPathTest {
  private static final byte[] GET =
      "GET /a HTTP/1.1\r\nHost: a.example\r\n\r\n".getBytes(ISO_8859_1);
  private static final byte[] POST =
      "POST /a HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1\r\n\r\n".getBytes(ISO_8859_1);

  private final Twin front = new Twin(true, World.ALONE);

  QuickPathTest() {
    front.store("a.example", "/a", 200, "hello", "Cache-Control", "max-age=10");
  }

  @Test
  @DisplayName("RFC 9111 §5.1 says the age of what is fresh, and is not gone when it is not")
  void age() {
    front.now.set(Twin.STORED.plus(Duration.ofMillis(9_999)));
    assertThat(front.said(List.of(GET)))
        .isEqualTo(
            """
            HTTP/1.1 200 OK\r
            Cache-Control: max-age=10\r
            Age: 9\r
            Content-Length: 5\r
            Via: 1.1 weir-twin\r
            Cache-Status: weir-twin; hit\r
            \r
            hello[open]\
            """);
    assertThat(front.shortWays()).isEqualTo(1);

    front.now.set(Twin.STORED.plus(Duration.ofSeconds(10)));
    assertThat(front.said(List.of(GET))).contains("fwd=stale");
    assertThat(front.shortWays()).isEqualTo(1);
  }

  @Test
  @DisplayName("is gone for what is stored, and not once it is purged")
  void purged() {
    assertThat(front.said(List.of(GET, GET))).contains("hello").endsWith("hello[open]");
    assertThat(front.shortWays()).isEqualTo(2);

    front.store.purge(new CacheKey("http", "a.example", "/a"));
    assertThat(front.said(List.of(GET))).startsWith("HTTP/1.1 502");
    assertThat(front.shortWays()).isEqualTo(2);
  }

  @Test
  @DisplayName("is not gone in the middle of another request, and again behind it")
  void underWay() {
    assertThat(front.said(List.of(POST, GET))).doesNotContain("hit");
    assertThat(front.shortWays()).isZero();

    byte[] head = "HEAD /a HTTP/1.1\r\nHost: a.example\r\n\r\n".getBytes(ISO_8859_1);
    assertThat(front.said(List.of(head, GET, head, GET))).endsWith("hello[open]");
    assertThat(front.shortWays()).isEqualTo(2);
  }

  @Test
  @DisplayName("is not gone for a host that the listener does not stand for")
  void otherHost() {
    byte[] other = "GET /a HTTP/1.1\r\nHost: c.example\r\n\r\n".getBytes(ISO_8859_1);
    front.store("c.example", "/a", 200, "hello", "Cache-Control", "max-age=10");

    assertThat(front.said(List.of(GET, other))).contains("HTTP/1.1 421");
    assertThat(front.shortWays()).isEqualTo(1);
  }
}
