package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class LogCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer node =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

  LogCommandTest() throws IOException {
    node.start();
  }

  @AfterEach
  void stop() {
    node.stop(0);
  }

  @Test
  @DisplayName("log prints the last lines, and asks for those that the query wants")
  void last() {
    answering(List.of(page(7, 0, "\"a\",\"b\"")));
    assertThat(weir("log", "-q", "status >= 500 and host == a.test", "-n", "5", "-o", "json"))
        .isEqualTo(0);
    assertThat(out.toString().lines()).containsExactly("a", "b");
    assertThat(asked).containsExactly("last=5&json=true&q=status >= 500 and host == a.test");
  }

  @Test
  @DisplayName("log -f goes on from there, tells what it has missed, and ends with the node")
  void followed() {
    answering(List.of(page(7, 0, "\"a\""), page(9, 3, "\"b\"")));
    assertThat(weir("log", "-f")).isEqualTo(1);
    assertThat(out.toString().lines()).containsExactly("a", "b");
    assertThat(err.toString()).contains("3 requests went by unseen", "500");
    assertThat(asked)
        .containsExactly("last=20&json=false", "since=7&json=false", "since=9&json=false");
  }

  @Test
  @DisplayName("what is no query is shown with its place; no log, no node")
  void refused() {
    node.createContext(
        "/v1/log",
        exchange -> {
          byte[] octets =
              "{\"error\":\"\\\"x\\\" instead of a whole number\",\"place\":11}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(400, octets.length);
          exchange.getResponseBody().write(octets);
          exchange.close();
        });
    assertThat(weir("log", "-q", "status >= x")).isEqualTo(2);
    assertThat(err.toString())
        .contains("at character 11: \"x\" instead of a whole number\n  status >= x\n            ^");
    assertThat(weir("log", "-n", "1001")).isEqualTo(2);
    node.stop(0);
    assertThat(weir("log")).isEqualTo(3);
  }

  private static String page(long next, long missed, String lines) {
    return "{\"next\":" + next + ",\"missed\":" + missed + ",\"lines\":[" + lines + "]}";
  }

  /// These, one after the other, and then status 500.
  private void answering(List<String> pages) {
    node.createContext(
        "/v1/log",
        exchange -> {
          asked.add(
              URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8));
          boolean there = asked.size() <= pages.size();
          byte[] octets =
              (there ? pages.get(asked.size() - 1) : "{}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(there ? 200 : 500, octets.length);
          exchange.getResponseBody().write(octets);
          exchange.close();
        });
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
