package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PurgeCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final HttpServer node =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private String asked = "";

  PurgeCommandTest() throws IOException {
    node.start();
  }

  private void answering(int status, boolean complete, String missing) {
    String body =
        """
        {"kind":"host","what":"a.test","complete":%s,"objectsHere":3,"applied":["10.0.2.11"],
         "missing":[%s],"absent":["10.0.2.13"]}
        """
            .formatted(complete, missing);
    node.createContext(
        "/v1/purge",
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
  @DisplayName("a purge that all applied ends with 0 and says who, and who is told later")
  void complete() {
    answering(200, true, "");
    assertThat(weir("--host", "a.test")).isEqualTo(0);
    assertThat(asked).isEqualTo("POST host=a.test");
    assertThat(out.toString())
        .contains("Purged:     host a.test")
        .contains("Applied by: 10.0.2.11")
        .contains("Not there:  10.0.2.13 (told on return)")
        .doesNotContain("NOT by");
    assertThat(weir("http://a.test/x?y=1&z")).isEqualTo(0);
    assertThat(asked).isEqualTo("POST url=http%3A%2F%2Fa.test%2Fx%3Fy%3D1%26z");
    assertThat(weir("--key", "one")).isEqualTo(0);
    assertThat(asked).isEqualTo("POST key=one");
  }

  @Test
  @DisplayName("one that a node did not confirm ends with 1 and names that node")
  void unconfirmed() {
    answering(504, false, "\"10.0.2.12\"");
    assertThat(weir("--prefix", "http://a.test/")).isEqualTo(1);
    assertThat(out.toString()).contains("NOT by:     10.0.2.12");
    assertThat(err.toString()).contains("not every node has confirmed it");
  }

  @Test
  @DisplayName("what means nothing to the node ends with 1, two ways to say what with 2")
  void refused() {
    answering(400, false, "");
    assertThat(weir("--host", "a b")).isEqualTo(1);
    assertThat(err.toString()).contains("It takes http://HOST/PATH");
    assertThat(weir("--host", "a", "--key", "b")).isEqualTo(2);
    assertThat(weir()).isEqualTo(2);
  }

  private int weir(String... arguments) {
    var all = new java.util.ArrayList<String>();
    all.add("purge");
    all.addAll(java.util.List.of(arguments));
    all.add("--admin");
    all.add("127.0.0.1:" + node.getAddress().getPort());
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }
}
