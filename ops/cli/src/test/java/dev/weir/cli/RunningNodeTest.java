package dev.weir.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Node;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.reload.Reading;
import dev.weir.node.reload.Written;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Commands to a node that runs here, whole.
@Timeout(120)
@DisplayName("weir, to a running node:")
final class RunningNodeTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final int admin = free();
  private final int port = free();
  private final int other = free();
  private final Path folder;
  private final Path own;
  private final Node node;

  RunningNodeTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    own = Files.writeString(folder.resolve("node.yaml"), written(port));
    var reading = new Reading(own, Map.of(), Optional.empty());
    node = Node.start(reading, ((Loading.Loaded<Written>) reading.read()).value(), _ -> {});
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
  }

  @Test
  @DisplayName("config apply --confirm 1s serves by the new file, and goes back by itself")
  void goesBack() throws Exception {
    Path next = Files.writeString(folder.resolve("next.yaml"), written(other));
    try (Socket before = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertThat(weir("config", "apply", next.toString(), "--confirm", "1s")).isZero();
      assertThat(own).hasSameTextualContentAs(next);
      assertThat(isServed(other)).isTrue();

      soon(() -> assertThat(own).hasContent(written(port)));
      soon(() -> assertThat(isServed(other)).isFalse());
      assertThat(isServed(port)).isTrue();
      before.getOutputStream().write("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n".getBytes(US_ASCII));
      assertThat(new String(before.getInputStream().readNBytes(12), US_ASCII))
          .isEqualTo("HTTP/1.1 502");
    }
  }

  @Test
  @DisplayName("config confirm keeps what is on trial; a wrong file leaves the node's as it was")
  void stays() throws Exception {
    Path next = Files.writeString(folder.resolve("next.yaml"), written(other));
    Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "node: {name: x y}\n");

    assertThat(weir("config", "apply", next.toString(), "--confirm", "60s")).isZero();
    assertThat(weir("config", "confirm")).isZero();
    assertThat(weir("config", "rollback")).isEqualTo(1);
    assertThat(weir("config", "apply", wrong.toString())).isEqualTo(4);

    assertThat(own).hasSameTextualContentAs(next);
    assertThat(isServed(other)).isTrue();
    assertThat(isServed(port)).isFalse();
  }

  @Test
  @DisplayName("log finds the request of an error page by the number that stands there")
  void errorPage() throws Exception {
    HttpResponse<String> page = ask();
    Matcher number = Pattern.compile("Request: ([0-9a-f]{16})").matcher(page.body());
    assertThat(page.statusCode()).isEqualTo(502);
    assertThat(page.body()).contains("(unreachable)", "Node: weir-cache-1");
    assertThat(number.find()).isTrue();
    assertThat(page.headers().firstValue("X-Request-Id")).contains(number.group(1));

    ask();
    soon(() -> {
      out.getBuffer().setLength(0);
      assertThat(weir("log", "-o", "json", "-q", "status == 502")).isZero();
      assertThat(out.toString().lines())
          .hasSize(2)
          .filteredOn(it -> it.contains("\"id\":\"" + number.group(1) + "\""))
          .singleElement()
          .asString()
          .contains("\"detail\":\"unreachable\"", "\"status\":502");
    });
  }

  private HttpResponse<String> ask() throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/a")).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  /// A node whose origin nobody is.
  private String written(int listen) {
    return """
    node: {name: cache-1, address: 127.0.0.1, state: %1$s}
    admin: {listen: "127.0.0.1:%2$d"}
    proxy:
      reverse: [{listen: "127.0.0.1:%3$d", origins: ["127.0.0.1:1"]}]
    log: {access: {path: %1$s/access.log, format: json}}
    """
        .formatted(folder, admin, listen);
  }

  private interface Check {
    void run() throws Exception;
  }

  private static void soon(Check check) throws Exception {
    long endNs = System.nanoTime() + 60_000_000_000L;
    while (true) {
      try {
        check.run();
        return;
      } catch (AssertionError notYet) {
        if (System.nanoTime() - endNs > 0) {
          throw notYet;
        }
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  private static boolean isServed(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private int weir(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--admin", "127.0.0.1:" + admin));
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
