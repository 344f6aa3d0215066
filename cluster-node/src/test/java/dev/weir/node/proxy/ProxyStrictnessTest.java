package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests that another implementation might read otherwise than we do, and are carried out.
@Timeout(120)
final class ProxyStrictnessTest {
  @RegisterExtension private final Scene scene = new Scene();
  private final OriginRecorder origin = scene.origin;
  private final ProxyUnderTest node = scene.node;
  private final String host = scene.host;

  @Test
  @DisplayName(
      "SEC-H2 CVE-2025-4366 a body on a URL that is stored is not read as the next request")
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

  @ParameterizedTest
  @CsvSource({
    "GET, true",
    "HEAD, true",
    "DELETE, true",
    "OPTIONS, true",
    "GET, false",
    "HEAD, false"
  })
  @DisplayName(
      "SEC-H2 whatever has a body goes to the origin whole, is not stored, and hits nothing")
  void bodiesOfSafeMethods(String method, boolean withLength) throws IOException {
    String evil = "GET /evil HTTP/1.1\r\nHost: x\r\n\r\n";
    String framing =
        withLength
            ? "Content-Length: " + evil.length() + "\r\n\r\n" + evil
            : "Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
                .formatted(evil.length(), evil);
    origin.answering(
        "/a",
        (asked, out) -> {
          String answer = OriginRecorder.fresh(asked.body().isEmpty() ? "clean" : "fat");
          boolean head = asked.line().startsWith("HEAD");
          out.write(OriginRecorder.latin1(head ? answer.replace("fat", "") : answer));
        });
    try (RawClient client = node.client()) {
      for (int i = 0; i < 2; i++) {
        client.send(method + " /a HTTP/1.1\r\nHost: " + host + "\r\n" + framing);
        assertThat(client.read(method.equals("HEAD")).status()).isEqualTo(200);
      }
      assertThat(client.get("/a", host).body()).isEqualTo("clean");
      assertThat(client.get("/a", host).field("Cache-Status")).endsWith("hit");
    }
    assertThat(origin.asked).extracting(OriginRecorder.Asked::body).containsExactly(evil, evil, "");
  }

  @Test
  @DisplayName("SEC-H8 trailers of an origin reach nobody: neither at once nor out of the store")
  void trailersOfAnswers() throws IOException {
    origin.answering(
        "/a",
        ("HTTP/1.1 200 OK|Cache-Control: max-age=60|Transfer-Encoding: chunked|Trailer: Set-Cookie||"
                + "4|body|0|Set-Cookie: a=b|Host: evil.test|Content-Length: 9|X: y||")
            .replace("|", "\r\n"));
    for (int i = 0; i < 2; i++) {
      try (RawClient client = node.client()) {
        client.send("GET /a HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        String all = new String(client.in.readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(all)
            .contains("body")
            .doesNotContain("Set-Cookie", "evil.test", "X: y", "Content-Length: 9");
      }
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
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
  @DisplayName(
      "SEC-H13 RFC 9110 §7.6.1 hop-by-hop fields end here; framing, Host and cookies do not")
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
  @DisplayName("SEC-H8 RFC 9112 §7.1 a chunked body is sent on without extensions and trailers")
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

  @Test
  @DisplayName("SEC-H2 an answer before the body has come: the rest of it is no request")
  void answeredEarly() throws IOException {
    String evil = "GET /evil HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    try (RawClient client = node.client()) {
      client.send(
          "POST /a HTTP/1.1\r\nHost: "
              + host
              + "\r\nCache-Control: only-if-cached\r\nVia: 1.1 weir-cache-1\r\nContent-Length: "
              + evil.length()
              + "\r\n\r\n"
              + evil);
      assertThat(client.read(false).status()).isEqualTo(508);
      assertThat(client.isClosed()).isTrue();
    }
    assertThat(origin.asked).isEmpty();
  }

  @Test
  @DisplayName("SEC-H12 * and the absolute-form reach the origin as what they are")
  void targets() throws IOException {
    try (RawClient client = node.client()) {
      assertThat(client.ask("OPTIONS", "*", host).status()).isEqualTo(200);
      assertThat(client.get("http://" + host, host).status()).isEqualTo(200);
      assertThat(client.get("http://" + host + "?a", host).status()).isEqualTo(200);
    }
    assertThat(origin.asked)
        .extracting(OriginRecorder.Asked::line)
        .containsExactly("OPTIONS * HTTP/1.1", "GET / HTTP/1.1", "GET /?a HTTP/1.1");
  }

  @Test
  @DisplayName("RFC 9110 §7.6.2 Max-Forwards is counted down, and what may go no further stays")
  void maxForwards() throws IOException {
    try (RawClient client = node.client()) {
      assertThat(client.ask("OPTIONS", "/a", host, "Max-Forwards: 2").status()).isEqualTo(200);
      assertThat(client.ask("TRACE", "/a", host, "Max-Forwards: 1").status()).isEqualTo(200);
      assertThat(client.get("/b", host, "Max-Forwards: 0").status()).isEqualTo(200);
      RawClient.Response options = client.ask("OPTIONS", "*", host, "Max-Forwards: 0");
      assertThat(options.status()).isEqualTo(200);
      assertThat(options.body()).contains("ends-here");
    }
    try (RawClient client = node.client()) {
      assertThat(client.ask("TRACE", "/a", host, "Max-Forwards: 0", "Cookie: a=b").status())
          .isEqualTo(405);
    }
    assertThat(origin.asked)
        .extracting(asked -> asked.head().replaceAll("(?s).*(Max-Forwards: .).*", "$1"))
        .containsExactly("Max-Forwards: 1", "Max-Forwards: 0", "Max-Forwards: 0");
  }

  @Test
  @DisplayName("SEC-H14 CVE-2026-2833 octets behind an Upgrade that nobody granted are a request")
  void upgradeNotGranted() throws IOException {
    String get = " HTTP/1.1\r\nHost: " + host + "\r\n";
    try (RawClient client = node.client()) {
      client.send(
          "GET /ws" + get + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\nGET /next" + get);
      assertThat(client.read(false).body()).isEqualTo("default /ws");
      client.send("\r\n");
      assertThat(client.read(false).body()).isEqualTo("default /next");
    }
    assertThat(origin.asked)
        .extracting(OriginRecorder.Asked::target)
        .containsExactly("/ws", "/next");
  }

  @Test
  @DisplayName("SEC-H15 100-continue of the origin reaches the client, then the body the origin")
  void continued() throws IOException {
    try (var waiting =
            new ScriptedServer(socket -> {
              ScriptedServer.hearHead(socket);
              ScriptedServer.say(socket, "HTTP/1.1 100 Continue\r\n\r\n");
              ScriptedServer.say(
                  socket, OriginRecorder.ok("got " + ScriptedServer.hear(socket, 3)));
            });
        RawClient client = node.client(waiting.address())) {
      client.send(
          "PUT /a HTTP/1.1\r\nHost: "
              + node.host()
              + "\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
      assertThat(client.read(false).status()).isEqualTo(100);
      client.send("abc");
      assertThat(client.read(false).body()).isEqualTo("got abc");
    }
  }

  @Test
  @DisplayName("SEC-H15 a client of HTTP/1.0 gets no interim response")
  void noInterim() throws IOException {
    origin.answering("/a", "HTTP/1.1 103 Early Hints\r\n\r\n" + OriginRecorder.ok("body"));
    try (RawClient client = node.client()) {
      client.send("GET /a HTTP/1.0\r\nHost: " + host + "\r\nConnection: keep-alive\r\n\r\n");
      RawClient.Response response = client.read(false);
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.field("Connection")).isEqualTo("keep-alive");
      assertThat(client.get("/b", host).body()).isEqualTo("default /b");
    }
  }

  @Test
  @DisplayName("SEC-H17 nothing in a request becomes a field or markup of an answer of ours")
  void splitting() throws IOException {
    String injected = "%0d%0aSet-Cookie:x=1%0d%0a<script>\"'";
    for (String request :
        new String[] {
          "GET /" + injected + " HTTP/1.1\r\nHost: " + host + "\r\nCache-Control: only-if-cached",
          "GET /" + injected + " HTTP/1.2\r\nHost: " + host,
          "GET / HTTP/1.1\r\nHost: " + injected,
          "GET / HTTP/1.1\r\nHost: " + host + "\r\nExpect: " + injected,
          "GET / HTTP/1.1\r\nHost: " + host + "\r\nAccept: text/html," + injected + "\r\nExpect: x"
        }) {
      try (RawClient client = node.client()) {
        client.send(request + "\r\n\r\n");
        RawClient.Response response = client.read(false);
        assertThat(response.status()).as(request).isGreaterThanOrEqualTo(400);
        assertThat(response.field("Set-Cookie")).isEmpty();
        assertThat(response.head() + response.body()).doesNotContain("%0d%0a", "script");
      }
    }
  }
}
