package dev.weir.node.proxy.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.request.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a client is told when it does not get what it wants.
final class ErrorPageTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123Z");

  @Test
  @DisplayName("plain text has status, reason, node, time and the request's number")
  void text() {
    ErrorPage page = ErrorPage.of(502, "unreachable", about(false));
    assertThat(page.body())
        .isEqualTo(
            """
            502 Bad Gateway (unreachable)
            Node: weir-cache-1
            Time: 2026-01-01T00:00:00Z
            Request: 0123456789abcdef
            """);
    assertThat(page.head().fields().first("Content-Type")).hasValue("text/plain; charset=us-ascii");
    assertThat(page.head().fields().first("X-Request-Id")).hasValue("0123456789abcdef");
    assertThat(page.head().fields().has("Retry-After")).isFalse();
  }

  @Test
  @DisplayName("who reads HTML gets the same as a page that loads nothing")
  void html() {
    ErrorPage page = ErrorPage.of(504, "answer-timeout", about(true));
    assertThat(page.body())
        .startsWith("<!DOCTYPE html>")
        .contains("<h1>504 Gateway Timeout</h1>", "<p>Reason: answer-timeout</p>")
        .contains("Node: weir-cache-1<br>Time: 2026-01-01T00:00:00Z<br>Request: 0123456789abcdef");
    assertThat(page.head().fields().first("Content-Security-Policy"))
        .hasValue("default-src 'none'");
    assertThat(page.head().fields().first("Content-Length"))
        .hasValue(Integer.toString(page.body().length()));
  }

  @Test
  @DisplayName("SEC-H17 a reason is short, and neither markup nor an end of a line")
  void injection() {
    String reason = "<script>'\"&\r\nSet-Cookie: a=b" + "x".repeat(1000);
    for (boolean html : new boolean[] {true, false}) {
      ErrorPage page = ErrorPage.of(403, reason, about(html));
      assertThat(page.body()).doesNotContain("\r").hasSizeLessThan(500);
      assertThat(page.body()).doesNotContain(html ? "<script" : "\nSet-Cookie");
      assertThat(page.head().fields().toString()).doesNotContain("Set-Cookie");
    }
  }

  @Test
  @DisplayName("RFC 9110 §10.2.3 a 503 says when to come again")
  void retryAfter() {
    assertThat(ErrorPage.of(503, "overload", about(false)).head().fields().first("Retry-After"))
        .hasValue("10");
  }

  @Test
  @DisplayName("docs/strictness.md has every reason")
  void documented() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "strictness.md"));
    for (Refusal refusal : Refusal.values()) {
      assertThat(page).contains("`" + refusal.label() + "`");
    }
    for (OriginFailure failure : OriginFailure.values()) {
      assertThat(page).contains("`" + failure.label() + "`");
    }
  }

  private static ErrorPage.About about(boolean html) {
    return new ErrorPage.About("weir-cache-1", "0123456789abcdef", AT, html);
  }
}
