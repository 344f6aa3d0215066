package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Node;
import dev.weir.node.Soon;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.grid.Loopback;
import dev.weir.node.reload.Reading;
import dev.weir.node.reload.Written;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Limits, services of ICAP and logs of a whole node, changed while it runs.
@Timeout(120)
@DisplayName("A running node takes up anew")
final class NodeReloadLimitsTest {
  private static final String GOOD =
      "ICAP/1.0 200 OK\r\nISTag: \"1\"\r\nMethods: REQMOD\r\nEncapsulated: null-body=0\r\n\r\n";
  private static final String UNCHANGED =
      "ICAP/1.0 204 No\r\nISTag: \"1\"\r\nEncapsulated: null-body=0\r\n\r\n";

  private final OriginRecorder origin = new OriginRecorder();
  private final int admin = Loopback.freePort();
  private final int port = Loopback.freePort();
  private final Path folder;
  private final Path file;
  private final Node node;

  NodeReloadLimitsTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    file = folder.resolve("node.yaml");
    Files.writeString(file, written(""));
    var reading = new Reading(file, Map.of(), Optional.empty());
    node = Node.start(reading, ((Loading.Loaded<Written>) reading.read()).value(), _ -> {});
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
    origin.close();
  }

  @Test
  @DisplayName("proxy.limits: connections that come from then on have them, the others stay")
  void limits() throws Exception {
    String path = "/" + "a".repeat(300);
    try (RawClient before = client()) {
      assertThat(before.get(path, "www.example.com").status()).isEqualTo(200);
      assertThat(applied("  limits: {uri: 256B, connections-per-client: 2}\n")).isEmpty();

      assertThat(before.get(path + "b", "www.example.com").status()).isEqualTo(200);
      try (RawClient after = client()) {
        assertThat(after.get(path + "c", "www.example.com").status()).isEqualTo(414);
        try (RawClient third = client()) {
          assertThat(third.isClosed()).isTrue();
        }
      }
      assertThat(metric("weir_http_connections_max ")).isGreaterThan(16);
      assertThat(applied("  limits: {connections: 12}\n")).isEmpty();
      assertThat(metric("weir_http_connections_max ")).isEqualTo(12);
      assertThat(applied("  limits: {connections: 1000000}\n"))
          .contains("proxy.limits.connections: 1000000 connections need");
      assertThat(metric("weir_http_connections_max ")).isEqualTo(12);
      assertThat(before.get("/b", "www.example.com").status()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("proxy.icap: from the next request on, and no connection is dropped")
  void icap() throws Exception {
    var asked = new CopyOnWriteArrayList<String>();
    try (var service = new ScriptedServer(socket -> serve(socket, asked));
        RawClient client = client()) {
      client.get("/a", "www.example.com");
      String written =
          "  icap: [{name: look, at: \"icap://127.0.0.1:%d/look\", mode: reqmod, timeout: %s}]\n";
      int there = service.address().getPort();
      assertThat(applied(written.formatted(there, "2s"))).isEmpty();
      client.get("/b", "www.example.com");
      assertThat(asked).containsExactly("OPTIONS", "REQMOD");

      assertThat(applied(written.formatted(there, "2s") + "  limits: {fields: 99}\n")).isEmpty();
      client.get("/c", "www.example.com");
      assertThat(asked).containsExactly("OPTIONS", "REQMOD", "REQMOD");
      assertThat(service.connections).hasSize(1);

      assertThat(applied(written.formatted(there, "3s"))).isEmpty();
      client.get("/d", "www.example.com");
      assertThat(asked).hasSize(5);
      assertThat(applied("")).isEmpty();
      client.get("/e", "www.example.com");
      assertThat(asked).hasSize(5);
      Soon.passes(() -> assertThat(service.connections).allMatch(it -> ended(it)));
    }
    assertThat(origin.asked).hasSize(5);
  }

  @Test
  @DisplayName("log.access: lines of before are in the file of before, none is lost")
  void accessLog() throws Exception {
    Path one = folder.resolve("one.log");
    Path two = folder.resolve("two.log");
    try (RawClient client = client()) {
      client.get("/nobody", "www.example.com");
      assertThat(applied("log: {access: {path: %s, template: '%%>rp'}}\n".formatted(one)))
          .isEmpty();
      client.get("/a", "www.example.com");
      assertThat(applied("log: {access: {path: %s, template: '%%rm %%>rp'}}\n".formatted(two)))
          .isEmpty();
      client.get("/b", "www.example.com");
      assertThat(applied("log: {access: {path: /nowhere/there.log}}\n"))
          .contains("Cannot write the access log /nowhere/there.log");
      client.get("/c", "www.example.com");
      assertThat(applied("")).isEmpty();
      client.get("/d", "www.example.com");
    }
    Soon.passes(() -> assertThat(one).content().isEqualTo("/a\n"));
    Soon.passes(() -> assertThat(two).content().isEqualTo("GET /b\nGET /c\n"));
  }

  @Test
  @DisplayName("log.syslog: events go where it says now")
  void syslog() throws Exception {
    try (var first = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        var second = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      assertThat(applied(to(first))).isEmpty();
      assertThat(heard(first)).contains(" config-applied ");
      assertThat(applied(to(second))).isEmpty();
      assertThat(heard(second)).contains(" config-applied ");
    }
  }

  private static String to(DatagramSocket server) {
    return "log: {syslog: {to: \"udp://127.0.0.1:%d\", of: [events]}}\n"
        .formatted(server.getLocalPort());
  }

  private static String heard(DatagramSocket server) throws IOException {
    var packet = new DatagramPacket(new byte[9_000], 9_000);
    server.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  private static void serve(Socket socket, List<String> asked) throws IOException {
    while (true) {
      String head = ScriptedServer.hearHead(socket);
      boolean options = head.startsWith("OPTIONS");
      if (!options) {
        ScriptedServer.hearHead(socket); // of the request that is encapsulated
      }
      asked.add(options ? "OPTIONS" : "REQMOD");
      ScriptedServer.say(socket, options ? GOOD : UNCHANGED);
    }
  }

  private static boolean ended(Socket socket) {
    return socket.isClosed();
  }

  /// What the node says against the file with this behind it; empty: nothing.
  private String applied(String more) throws Exception {
    Files.writeString(file, written(more));
    var uri = URI.create("http://127.0.0.1:" + admin + "/v1/config/reload");
    var request =
        HttpRequest.newBuilder(uri)
            .header("X-Weir", "1")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? "" : answer.body();
    }
  }

  private double metric(String name) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + admin + "/metrics");
    try (var http = HttpClient.newHttpClient()) {
      String all =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      return all.lines()
          .filter(line -> line.startsWith(name))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
          .sum();
    }
  }

  private String written(String more) {
    return """
    node: {name: cache-1, address: 127.0.0.1, state: %s}
    admin: {listen: "127.0.0.1:%d"}
    proxy:
      reverse:
        - {listen: "127.0.0.1:%d", origins: ["127.0.0.1:%d"]}
    %s\
    """
        .formatted(folder, admin, port, origin.address().getPort(), more);
  }

  private RawClient client() throws IOException {
    return new RawClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }
}
