package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// `weir explain` and `weir log reopen`, against a node that says what is to be printed.
final class ExplainCommandTest {
  private static final String PAGE =
      """
      {"key":"http://a.test/a","owner":"this node, by bucket 17, the home of the host",
       "stored":[{"selected":true,"status":200,"type":"text/html","bytes":3,
         "chosenBy":["accept-encoding"],"ageSeconds":12,"lifetimeSeconds":60,
         "lifetimeBy":"max-age","freshSeconds":48,"validator":true,"part":false,"tenure":0,
         "control":"max-age"}],
       "rules":2,"rule":{"name":"calm","reload":"ignore"},"now":"hit",
       "why":"it is stored and fresh, 12 s old","decidedBy":"calm"}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final HttpServer node =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private String asked = "";

  ExplainCommandTest() throws IOException {
    node.start();
  }

  private void answering(String path, int status, String body) {
    node.createContext(
        path,
        exchange -> {
          asked = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawQuery();
          byte[] octets = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, octets.length);
          exchange.getResponseBody().write(octets);
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    node.stop(0);
  }

  @Test
  @DisplayName("explain prints key, owner, what is stored, the rule, and what a request would get")
  void explains() {
    answering("/v1/explain", 200, PAGE);
    int code =
        weir(
            "explain", "http://a.test/a", "-H", "A: b", "--header", "C: d", "--client", "10.0.0.7");
    assertThat(code).isEqualTo(0);
    assertThat(asked)
        .isEqualTo("GET url=http%3A%2F%2Fa.test%2Fa&header=A%3A+b%0AC%3A+d&client=10.0.0.7");
    assertThat(out.toString())
        .contains("Key:     http://a.test/a")
        .contains("Owner:   this node, by bucket 17")
        .contains("Stored:  1 response")
        .contains("* 200, text/html, 3 octets, 12 s old of 60 s by max-age: fresh for 48 s")
        .contains("calm")
        .contains("Now:     hit: it is stored and fresh, 12 s old")
        .contains("By:      the rule calm");
  }

  @Test
  @DisplayName("what the node does not understand ends with 1, and nobody there with 3")
  void refused() {
    answering("/v1/explain", 400, "{}");
    assertThat(weir("explain", "a.test")).isEqualTo(1);
    assertThat(err.toString()).contains("A URL is http://HOST/PATH");
    assertThat(weir("explain")).isEqualTo(2);
    node.stop(0);
    assertThat(weir("explain", "http://a.test/")).isEqualTo(3);
  }

  @Test
  @DisplayName("access explain asks with all that is known of a request")
  void access() {
    answering(
        "/v1/access/explain",
        200,
        "{\"rules\":1,\"request\":{\"then\":\"deny\",\"rule\":\"ads\"}}");
    assertThat(weir("access", "explain", "10.0.0.7", "GET", "http://a.test/", "--with", "user=ann"))
        .isEqualTo(0);
    assertThat(asked)
        .isEqualTo("GET client=10.0.0.7&method=GET&url=http%3A%2F%2Fa.test%2F&user=ann");
    assertThat(out.toString()).contains("deny by ads");
    assertThat(weir("access", "explain", "10.0.0.7", "GET", "a", "--with", "user")).isEqualTo(2);
  }

  @Test
  @DisplayName("log reopen ends with 0 once it is done, and says why it is not")
  void reopen() {
    answering("/v1/log/reopen", 200, "{\"reopened\":true}");
    assertThat(weir("log", "reopen")).isEqualTo(0);
    assertThat(asked).isEqualTo("POST null");
    node.removeContext("/v1/log/reopen");
    answering("/v1/log/reopen", 409, "{}");
    assertThat(weir("log", "reopen")).isEqualTo(1);
    assertThat(err.toString()).contains("log.access.path is not configured");
  }

  @Test
  @DisplayName("show dns asks for the name, dns flush has it forgotten")
  void names() {
    answering(
        "/v1/dns",
        200,
        """
        {"name":"a.test","result":"found","addresses":["203.0.113.10"],"kept":false,
         "secondsLeft":60,"namesKept":1}
        """);
    assertThat(weir("show", "dns", "a.test")).isEqualTo(0);
    assertThat(asked).isEqualTo("GET name=a.test");
    assertThat(out.toString()).contains("203.0.113.10").contains("asked now");
    answering("/v1/dns/flush", 200, "{}");
    assertThat(weir("dns", "flush", "a.test")).isEqualTo(0);
    assertThat(asked).isEqualTo("POST name=a.test");
    assertThat(weir("dns", "flush")).isEqualTo(0);
    assertThat(asked).isEqualTo("POST null");
    assertThat(weir("dns")).isEqualTo(2);
  }

  private int weir(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.add("--admin");
    all.add("127.0.0.1:" + node.getAddress().getPort());
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }
}
