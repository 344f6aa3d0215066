package dev.weir.node.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdminServerTest {
  private final EventLog log = new EventLog("test", () -> Instant.EPOCH);
  private final Telemetry telemetry = new Telemetry();
  private final Readiness readiness = new Readiness();
  private final AdminPages pages = AdminPages.standard(readiness, telemetry, log);
  private AdminServer server;

  @BeforeEach
  void open() throws ListenFailed {
    server = AdminServer.open(loopback(0), Optional.empty(), pages, telemetry, log);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  @DisplayName("a record is shown as JSON in the order of its components")
  void jsonPage() throws IOException {
    record Member(String name, InetAddress address, boolean self) {}
    pages.route(
        "/v1/member",
        "One member.",
        () -> new Member("cache-1", server.address().getAddress(), true));

    assertThat(get("/v1/member"))
        .startsWith("HTTP/1.1 200 OK")
        .contains("content-type: application/json", "connection: close")
        .endsWith("\r\n\r\n{\"name\":\"cache-1\",\"address\":\"127.0.0.1\",\"self\":true}\n");
  }

  @Test
  @DisplayName("/readyz is 503 with reasons until every condition is met, then 200")
  void readyz() throws IOException {
    var wccp = readiness.require("wccp", "no router lists this node");
    readiness.require("grid", "not joined").met();

    assertThat(get("/readyz"))
        .startsWith("HTTP/1.1 503 ")
        .contains("{\"ready\":false,\"reasons\":[\"wccp: no router lists this node\"]}");
    wccp.met();
    assertThat(get("/readyz"))
        .startsWith("HTTP/1.1 200 ")
        .contains("{\"ready\":true,\"reasons\":[]}");
    assertThat(get("/livez")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  @DisplayName("/metrics is the Prometheus text, /v1 lists every page with a sentence")
  void metricsAndList() throws IOException {
    telemetry.gauge(NodeMetric.START_SECONDS, () -> 1.5);

    assertThat(get("/metrics")).contains("text/plain; version=0.0.4", "weir_start_seconds 1.5");
    assertThat(get("/v1"))
        .contains("{\"path\":\"/livez\",\"shows\":\"Whether the process answers.\"}");
  }

  @Test
  @DisplayName("/v1/events gives the events from a number on, and the number to go on from")
  void events() throws IOException {
    log.record(NodeEvent.NODE_STARTED, "name", "cache-1");
    log.record(NodeEvent.NODE_STOPPED);

    assertThat(get("/v1/events?since=2"))
        .endsWith(
            "{\"next\":3,\"events\":[{\"number\":2,\"at\":\"1970-01-01T00:00:00Z\","
                + "\"name\":\"node-stopped\",\"level\":\"INFO\",\"fields\":{}}]}\n");
    assertThat(get("/v1/events?since=3")).endsWith("{\"next\":3,\"events\":[]}\n");
    assertThat(get("/v1/events?since=-1")).startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.test", "evil.test:80", "127.0.0.1.evil.test", "127.0.0.2", ""})
  @DisplayName("SEC-K5 a Host that is not ours is refused with 421")
  void foreignHost(String host) throws IOException {
    assertThat(exchange("GET /livez HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
        .startsWith("HTTP/1.1 421 ");
  }

  @Test
  @DisplayName("SEC-K5 localhost and our address are taken, with our port or without")
  void ownHost() throws IOException {
    for (String host : List.of("localhost", "LOCALHOST:PORT", "127.0.0.1", "127.0.0.1:PORT")) {
      String own = host.replace("PORT", String.valueOf(server.address().getPort()));
      assertThat(exchange("GET /livez HTTP/1.1\r\nHost: " + own + "\r\n\r\n"))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  @DisplayName("SEC-K5 what is not a GET or HEAD of a page is refused with its own status")
  void refusals() throws IOException {
    assertThat(ask("POST /livez")).startsWith("HTTP/1.1 405 ").contains("allow: GET, HEAD");
    assertThat(ask("TRACE /livez")).startsWith("HTTP/1.1 405 ");
    assertThat(ask("GET http://evil.test/livez")).startsWith("HTTP/1.1 400 ");
    assertThat(ask("GET /none")).startsWith("HTTP/1.1 404 ").contains("\"path\":\"/metrics\"");
    assertThat(exchange("GET /livez HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(exchange("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(ask("GET /" + "x".repeat(5000))).startsWith("HTTP/1.1 400 ");
    assertThat(ask("HEAD /livez")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
  }

  @Test
  @DisplayName("SEC-K5 an action is done by a POST with our header, which no foreign page can send")
  void actions() throws IOException {
    var done = new AtomicInteger();
    pages.action("/v1/act", "Acts.", _ -> new Answer.Json(200, done.incrementAndGet()));
    String post = "POST /v1/act?a=b HTTP/1.1\r\nHost: localhost\r\n";

    assertThat(exchange(post + "\r\n")).startsWith("HTTP/1.1 403 ");
    assertThat(ask("GET /v1/act")).startsWith("HTTP/1.1 405 ").contains("allow: POST");
    assertThat(ask("OPTIONS /v1/act")).startsWith("HTTP/1.1 405 ");
    assertThat(done).hasValue(0);
    assertThat(exchange(post + "X-Weir: 1\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    assertThat(done).hasValue(1);
    assertThat(exchange(post.replace("localhost", "evil.test") + "X-Weir: 1\r\n\r\n"))
        .startsWith("HTTP/1.1 421 ");
    assertThat(done).hasValue(1);
  }

  @Test
  @DisplayName("a page that throws gives 500 and an event, and the port goes on answering")
  void failingPage() throws IOException {
    pages.route(
        "/v1/broken",
        "Fails.",
        () -> {
          throw new IllegalStateException("no table");
        });
    pages.listing(
        "/v1/torn",
        "Fails in the middle.",
        () ->
            new Answer.Listing(
                Map.of(),
                "urls",
                IntStream.range(0, 9).mapToObj(i -> List.of("a", "b").get(i)).iterator()));

    assertThat(get("/v1/broken")).startsWith("HTTP/1.1 500 ");
    assertThat(log.since(1))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.name()).isEqualTo("admin-page-failed");
          assertThat(event.fields().get("reason")).contains("no_table");
        });
    assertThat(get("/v1/torn")).doesNotEndWith("\r\n0\r\n\r\n");
    assertThat(log.since(1)).hasSize(2);
    assertThat(get("/livez")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  @DisplayName("a listing of a million is made as the client reads it, and is whole in the end")
  void listing() throws IOException {
    var made = new AtomicInteger();
    int count = 1_000_000;
    pages.listing(
        "/v1/inventory",
        "Every URL.",
        () ->
            new Answer.Listing(
                Map.of("count", count),
                "urls",
                IntStream.range(0, count)
                    .mapToObj(i -> {
                      made.incrementAndGet();
                      return "http://www.example.test/some/longer/path/of/an/object/" + i;
                    })
                    .iterator()));

    try (var socket = new Socket()) {
      socket.connect(server.address());
      socket.getOutputStream().write(request("GET /v1/inventory"));
      var reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      assertThat(reader.readLine()).isEqualTo("HTTP/1.1 200 OK");
      for (int i = 0; i < 20; i++) { // the server has had time to run ahead, and answers others
        assertThat(get("/livez")).startsWith("HTTP/1.1 200 ");
      }
      assertThat(made.get()).isLessThan(count / 2);
      long urls = 0;
      String last = "";
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        urls += line.split("http://", -1).length - 1;
        last = line.isEmpty() ? last : line;
      }
      assertThat(last).isEqualTo("0");
      assertThat(made.get()).isEqualTo(count);
      assertThat(urls).isBetween(count - 10_000L, (long) count); // chunks may cut a URL
    }
    assertThat(ask("HEAD /v1/inventory")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
  }

  @Test
  @DisplayName("a taken port and a foreign address say which, why and what to do")
  void listenFailed() {
    int port = server.address().getPort();
    assertThatThrownBy(
            () -> AdminServer.open(loopback(port), Optional.empty(), pages, telemetry, log))
        .isInstanceOf(ListenFailed.class)
        .hasMessage(
            "admin.listen 127.0.0.1:%d is taken by another process;".formatted(port)
                + " stop it (ss -ltnp sport = %d shows which) or write another port"
                    .formatted(port));
    assertThatThrownBy(() ->
            AdminServer.open(
                new InetSocketAddress("203.0.113.1", 8088),
                Optional.empty(),
                pages,
                telemetry,
                log))
        .hasMessageContaining("no device of this host has that address");
  }

  @Test
  @DisplayName("more than 64 connections at a time are closed, fewer are answered again")
  void connectionsMax() throws IOException {
    var idle = new ArrayList<Socket>();
    for (int i = 0; i < AdminServer.CONNECTIONS_MAX; i++) {
      var socket = new Socket();
      socket.connect(server.address());
      idle.add(socket);
    }
    try (var oneMore = new Socket()) {
      oneMore.connect(server.address());
      assertThat(oneMore.getInputStream().read()).isEqualTo(-1);
    }
    idle.getFirst().getOutputStream().write(request("GET /livez"));
    assertThat(idle.getFirst().getInputStream().readAllBytes()).isNotEmpty();
    assertThat(get("/livez")).startsWith("HTTP/1.1 200 ");
    for (Socket socket : idle) {
      socket.close();
    }
  }

  private String get(String path) throws IOException {
    return ask("GET " + path);
  }

  private String ask(String methodAndTarget) throws IOException {
    return exchange(new String(request(methodAndTarget), StandardCharsets.US_ASCII));
  }

  private static byte[] request(String methodAndTarget) {
    return (methodAndTarget + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private String exchange(String request) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(server.address());
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
