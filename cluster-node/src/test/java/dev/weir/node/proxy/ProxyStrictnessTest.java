package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests that another implementation might read otherwise than we do.
@Timeout(120)
class ProxyStrictnessTest {
  @RegisterExtension private final Scene scene = new Scene();
  private final OriginRecorder origin = scene.origin;
  private final ProxyUnderTest node = scene.node;
  private final String host = scene.host;

  @ParameterizedTest
  @DisplayName("RFC 9112 §2.2, §3, §5, §6 refused, the connection closed, the origin untouched")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET / HTTP/1.1~Host: H~X: y~ z~~|400|folded-line",
        "GET / HTTP/1.1~ Host: H~~|400|malformed",
        "GET / HTTP/1.1~Host : H~~|400|malformed",
        "GET / HTTP/1.1~~|400|host-count",
        "GET / HTTP/1.1~Host: H~Host: H~~|400|host-count",
        "GET / HTTP/1.1~Host: u@H~~|400|host",
        "GET / HTTP/1.2~Host: H~~|505|version",
        "GET / HTTP/2.0~Host: H~~|505|version",
        "GET ! HTTP/1.1~Host: H~~|400|target",
        "GET /a#b HTTP/1.1~Host: H~~|400|target",
        "GET http://other.test/ HTTP/1.1~Host: H~~|400|target-and-host-differ",
        "CONNECT H HTTP/1.1~Host: H~~|405|method-not-offered",
        "POST / HTTP/1.1~Host: H~Content-Length: 3~Transfer-Encoding: chunked~~0~~|400|malformed",
        "POST / HTTP/1.1~Host: H~Content-Length: 3~Content-Length: 4~~abcd|400|malformed",
        "POST / HTTP/1.1~Host: H~Content-Length: -3~~|400|malformed",
        "POST / HTTP/1.1~Host: H~Transfer-Encoding: ,chunked~~0~~|400|framing",
        "POST / HTTP/1.1~Host: H~Transfer-Encoding: xchunked~~0~~|400|malformed",
        "POST / HTTP/1.0~Host: H~Transfer-Encoding: chunked~~0~~|400|malformed",
        "PUT / HTTP/1.1~Host: H~Expect: x~Content-Length: 1~~a|417|expectation",
        "GET / HTTP/1.1~Host: H~Via: 1.1 weir-cache-1~~|508|loop"
      })
  void refused(String octets, int status, String reason) throws IOException {
    try (RawClient client = node.client()) {
      client.send(
          octets
              .replace("~", "\r\n")
              .replace("H~", host)
              .replace(": H", ": " + host)
              .replace("@H", "@" + host));
      RawClient.Response response = client.read(false);
      assertThat(response.status()).isEqualTo(status);
      assertThat(response.body()).contains(reason).doesNotContain("<");
      assertThat(response.field("Connection")).isEqualTo("close");
      assertThat(client.isClosed()).isTrue();
    }
    assertThat(origin.connections).hasValue(0);
    assertThat(node.metric("weir_http_refused_total{reason=\"" + reason + "\"}")).isEqualTo(1);
  }

  @Test
  @DisplayName("RFC 9110 §15.5.15, RFC 6585 §5 too long a line is 414, too long a head 431")
  void tooLong() throws IOException {
    try (RawClient client = node.client()) {
      client.send("GET /" + "a".repeat(17_000) + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      assertThat(client.read(false).status()).isEqualTo(414);
    }
    try (RawClient client = node.client()) {
      client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\nX: " + "a".repeat(66_000) + "\r\n\r\n");
      assertThat(client.read(false).status()).isEqualTo(431);
    }
    try (RawClient client = node.client()) {
      assertThat(client.get("/" + "a".repeat(16_000), host, "X: " + "b".repeat(40_000)).status())
          .isEqualTo(200);
    }
  }

  @Test
  @DisplayName("CVE-2025-4366 a body on a URL that is stored is not read as the next request")
  void unreadBody() throws IOException {
    String evil = "GET /evil HTTP/1.1\r\nHost: x\r\n\r\n";
    try (RawClient client = node.client()) {
      client.get("/a", host);
      client.send(
          "GET /a HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: " + evil.length() + "\r\n\r\n");
      client.send(evil + "GET /b HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      assertThat(client.read(false).body()).isEqualTo("default /a");
      assertThat(client.read(false).body()).isEqualTo("default /b");
    }
    assertThat(origin.countOf("/evil")).isZero();
    assertThat(origin.asked).extracting(OriginRecorder.Asked::body).containsExactly("", evil, "");
  }

  @Test
  @DisplayName("pipelined requests are answered in order")
  void pipelined() throws IOException {
    String get = " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    try (RawClient client = node.client()) {
      client.send("GET /1" + get + "GET /2" + get + "GET /1" + get);
      assertThat(client.read(false).body()).isEqualTo("default /1");
      assertThat(client.read(false).body()).isEqualTo("default /2");
      assertThat(client.read(false).body()).isEqualTo("default /1");
    }
    assertThat(origin.countOf("/1")).isEqualTo(1);
  }

  @Test
  @DisplayName("RFC 9110 §7.6.1 hop-by-hop fields end here; framing, Host and cookies do not")
  void hopByHop() throws IOException {
    try (RawClient client = node.client()) {
      client.get(
          "/a",
          host,
          "Connection: X-Mine, Host, Cookie",
          "X-Mine: 1",
          "Cookie: a=b",
          "TE: trailers",
          "Upgrade: h2c",
          "Keep-Alive: 5",
          "X-Other: 2");
    }
    assertThat(origin.asked.element().head())
        .contains("Host: " + host, "Cookie: a=b", "X-Other: 2", "Via: 1.1 weir-cache-1")
        .doesNotContain("X-Mine", "TE:", "Upgrade", "Keep-Alive", "Connection");
  }

  @Test
  @DisplayName("RFC 9112 §7.1 a chunked body is sent on without extensions and trailers")
  void chunkedBody() throws IOException {
    origin.answering(
        "/up",
        (asked, out) -> out.write(OriginRecorder.latin1(OriginRecorder.ok("got " + asked.body()))));
    try (RawClient client = node.client()) {
      client.send(
          "PUT /up HTTP/1.1\r\nHost: "
              + host
              + "\r\nTransfer-Encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\n0\r\nX: trailer\r\n\r\n");
      assertThat(client.read(false).body()).isEqualTo("got abc");
    }
    assertThat(origin.asked.element().head()).contains("chunked").doesNotContain("trailer");
  }
}
