package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShowCommandTest {
  private static final String CLUSTER = "{\"members\":[],\"state\":\"joined\"}";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  @DisplayName("show cluster -o json prints the page as it came")
  void printsJson() throws IOException {
    try (var program = new Program(Map.of("/v1/cluster", CLUSTER))) {
      assertThat(weir("show", "cluster", "-o", "json", "--admin", program.address())).isEqualTo(0);
    }
    assertThat(out.toString()).isEqualTo(CLUSTER + "\n");
  }

  @Test
  @DisplayName("show buckets falls back to the page that a router has")
  void asksRouter() throws IOException {
    String wccp = "{\"router\":{},\"services\":[{\"table\":[\"10.0.2.11\"]}]}";
    try (var program = new Program(Map.of("/v1/wccp", wccp))) {
      assertThat(weir("show", "buckets", "--admin", program.address())).isEqualTo(0);
    }
    assertThat(out.toString()).contains("00   1...............");
  }

  @Test
  @DisplayName("show wccp takes the words of show ip wccp, shortened too, and -o json")
  void asksInWords() throws IOException {
    String wccp = "{\"router\":{\"id\":\"10.0.2.1\"},\"services\":[{\"name\":\"web-cache\"}]}";
    try (var program = new Program(Map.of("/v1/wccp", wccp))) {
      assertThat(weir("show", "wccp", "sum", "--admin", program.address())).isEqualTo(0);
      assertThat(out.toString())
          .contains("Default routing table (Router Id: 10.0.2.1):\nweb-cache");
      assertThat(weir("show", "wccp", "web", "view", "--admin", program.address())).isEqualTo(0);
      assertThat(out.toString()).contains("WCCP Clients NOT Visible:\n        -none-");
      assertThat(weir("show", "wccp", "-o", "json", "--admin", program.address())).isEqualTo(0);
      assertThat(out.toString()).endsWith(wccp + "\n");
      assertThat(weir("show", "wccp", "all", "--admin", program.address())).isEqualTo(2);
    }
    assertThat(err.toString()).contains("\"all\" is not one of summary, interfaces");
  }

  @Test
  @DisplayName("router takes one file, YAML or lines; --check tells every problem and ends with 2")
  void checksRouter(@TempDir Path folder) throws IOException {
    Path lines = folder.resolve("r1.txt");
    Files.writeString(
        lines,
        """
        ip wccp web-cache
        interface rc
         description clients, device rc
         ip address 198.51.100.1 255.255.255.0
         ip wccp web-cache redirect in
        """);
    assertThat(weir("router", "--ios", lines.toString(), "--check")).isEqualTo(0);
    assertThat(weir("router", "--config", lines.toString(), "--check")).isEqualTo(2);
    Files.writeString(lines, "banner motd Hello\n");
    assertThat(weir("router", "--ios", lines.toString(), "--check")).isEqualTo(2);
    assertThat(weir("router", "--ios", "a", "--config", "b")).isEqualTo(2);
    assertThat(weir("router", "--ios", "a", "--debug", "everything")).isEqualTo(2);
    assertThat(weir("router")).isEqualTo(2);
  }

  @Test
  @DisplayName("show cluster on a router ends with 1 and says whom to ask")
  void refusesClusterOfRouter() throws IOException {
    try (var program = new Program(Map.of("/v1/wccp", "{}"))) {
      assertThat(weir("show", "cluster", "--admin", program.address())).isEqualTo(1);
    }
    assertThat(err.toString()).contains("answered 404. Only a node is a member of a cluster");
  }

  @Test
  @DisplayName("show ends with 3 when nobody listens, and says what to try")
  void unreachable() throws IOException {
    try (var taken = new Socket()) { // nobody can come to listen there
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = taken.getLocalPort();
      assertThat(weir("show", "wccp", "--admin", "127.0.0.1:" + port)).isEqualTo(3);
      assertThat(err.toString()).contains("127.0.0.1:" + port).contains("--admin HOST:PORT");
    }
  }

  @Test
  @DisplayName("a wrong address, verb or option ends with 2")
  void refusesUsage() {
    assertThat(weir("show", "wccp", "--admin", "here")).isEqualTo(2);
    assertThat(weir("show", "wccp", "--admin", "here:70000")).isEqualTo(2);
    assertThat(weir("show")).isEqualTo(2);
    assertThat(weir("sing")).isEqualTo(2);
    assertThat(weir("show", "wccp", "--loud")).isEqualTo(2);
  }

  @Test
  @DisplayName("help and version end with 0; the warm-up of the launcher is not offered")
  void helps() {
    assertThat(weir("help")).isEqualTo(0);
    assertThat(weir("--version")).isEqualTo(0);
    assertThat(out.toString()).contains("show").contains("Java ").doesNotContain("warm-up");
  }

  private int weir(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  /// An admin port on loopback with some pages.
  private static final class Program implements AutoCloseable {
    private final HttpServer server;

    Program(Map<String, String> pages) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      pages.forEach((path, json) ->
          server.createContext(
              path,
              exchange -> {
                byte[] body = json.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
              }));
      server.start();
    }

    String address() {
      return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
