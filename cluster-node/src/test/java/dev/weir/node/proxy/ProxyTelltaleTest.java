package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.operator.OperatorRules;
import dev.weir.node.access.AccessLog;
import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// What clients can make a node tell, and to whom.
@Timeout(120)
final class ProxyTelltaleTest {
  private final OriginRecorder origin = new OriginRecorder();

  @TempDir private Path folder;

  ProxyTelltaleTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    origin.close();
  }

  @Test
  @DisplayName(
      "SEC-K6 as many lines of JSON as requests, and the page of an error has its line's id")
  void log() throws IOException {
    Path file = folder.resolve("access.log");
    var events = new EventLog("test", () -> Instant.EPOCH);
    var log = AccessLog.open(file, AccessLog.Format.JSON, events, new Telemetry());
    var told = new ArrayList<String>();
    try (ProxyUnderTest node = ProxyUnderTest.ruled(origin.address(), OperatorRules.NONE, log)) {
      for (String request :
          List.of(
              "GET /%0a%0d\"},{\" HTTP/1.1\r\nHost: H\r\nExpect: x\r\n",
              "GET / HTTP/1.1\r\nHost: H\r\nUser-Agent: \"\\\u00ff\u00c0\u00af\r\nExpect: x\r\n",
              "GET / HTTP/1.1\r\nHost: \"}\r\n",
              "\u001b[2J / HTTP/1.1\r\nHost: H\r\n",
              "GET / HTTP/1.1\r\nHost: H\r\nUser-Agent: " + "a".repeat(1 << 20) + "\r\n",
              "GET / HTTP/1.1\r\nHost: H\r\nAccept: text/html\r\nExpect: <b>\r\n",
              "GET /a HTTP/1.1\r\nHost: H\r\nCache-Control: only-if-cached\r\n")) {
        try (RawClient client = node.client()) {
          client.sendAll(request.replace("Host: H", "Host: " + node.host()) + "\r\n");
          RawClient.Response response = client.read(false);
          told.add(response.field("X-Request-Id"));
          assertThat(response.body())
              .contains(told.getLast(), "weir-cache-1", "2026-01-01T00:00:00Z")
              .doesNotContain("<b>");
          assertThat(response.field("Content-Type"))
              .isEqualTo(
                  (request.contains("text/html") ? "text/html" : "text/plain")
                      + "; charset=us-ascii");
        }
      }
    }
    log.close();
    assertThat(Files.readAllLines(file, StandardCharsets.UTF_8))
        .extracting(line -> JsonMapper.shared().readTree(line).path("id").asString())
        .containsExactlyInAnyOrderElementsOf(told);
  }

  @Test
  @DisplayName("SEC-K7 a million hosts make no further series")
  void series() {
    var telemetry = new Telemetry();
    var meters = new ProxyMeters(telemetry, new EventLog("test", () -> Instant.EPOCH));
    var nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
    meters.hostChecked(HostVerdict.VERIFIED, "www.example.com", nowhere);
    long before = telemetry.scrape().lines().count();
    for (int i = 0; i < 1_000_000; i++) {
      meters.hostChecked(HostVerdict.VERIFIED, "h" + i + ".example", nowhere);
    }
    String after = telemetry.scrape();
    assertThat(after.lines().count()).isEqualTo(before);
    assertThat(after).hasSizeLessThan(500 * 1024).doesNotContain("example");
  }

  @Test
  @DisplayName("SEC-K5 by a port for clients nobody reaches what is on the admin port")
  void dataPort() throws IOException {
    try (ProxyUnderTest node = new ProxyUnderTest(origin.address());
        RawClient client = node.client()) {
      for (String path : List.of("/metrics", "/livez", "/readyz", "/v1/events", "/")) {
        assertThat(client.get(path, node.host()).body()).isEqualTo("default " + path);
        assertThat(client.ask("POST", path, node.host(), "X-Weir: 1", "Content-Length: 0").body())
            .isEqualTo("default " + path);
      }
    }
    assertThat(origin.asked).hasSize(10);
  }

  @Test
  @DisplayName("SEC-R9 keys whose hash codes are equal are found like others")
  void floodedHashes() throws IOException {
    try (ProxyUnderTest node = new ProxyUnderTest(origin.address());
        RawClient client = node.client()) {
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 256; i++) {
          String path = "/" + colliding(i);
          assertThat(client.get(path, node.host()).body()).isEqualTo("default " + path);
        }
      }
      assertThat(node.store.count()).isEqualTo(256);
    }
    assertThat(origin.asked).hasSize(256);
  }

  /// One of 256 texts with the same [String#hashCode].
  private static String colliding(int number) {
    var text = new StringBuilder();
    for (int bit = 0; bit < 8; bit++) {
      text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return text.toString();
  }
}
