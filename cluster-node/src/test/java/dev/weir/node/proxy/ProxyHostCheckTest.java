package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.host.NameServer;
import dev.weir.node.telemetry.EventLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// CERT VU#435052: a request may name any host, its connection went to one address only.
@Timeout(120)
class ProxyHostCheckTest {
  private final OriginRecorder origin;
  private final NameServer names;
  private final ProxyUnderTest node;
  private final String port;

  ProxyHostCheckTest() throws IOException {
    origin = new OriginRecorder();
    names =
        new NameServer(
            Map.of(
                "here.test", List.of("192.0.2.7", "127.0.0.1"),
                "bank.test", List.of("203.0.113.10"),
                "many.test", IntStream.rangeClosed(1, 8).mapToObj(i -> "127.0.0." + i).toList(),
                "silent.test", List.of()));
    node = ProxyUnderTest.asking(names.address(), origin.address());
    port = ":" + origin.address().getPort();
  }

  @BeforeEach
  void watchForLeaks() {
    LeakWatch.begin();
  }

  @AfterEach
  void close() throws IOException {
    node.close();
    names.close();
    origin.close();
    LeakWatch.assertNone();
  }

  @Test
  @DisplayName("a host one of whose addresses is the destination is verified, with one question")
  void verified() throws IOException {
    try (RawClient client = node.client()) {
      client.get("/a", "here.test" + port);
      assertThat(client.get("/a", "HERE.test" + port).field("Cache-Status")).endsWith("; hit");
    }
    assertThat(names.questions()).isEqualTo(1);
    assertThat(node.metric("weir_host_check_total{result=\"verified\"}")).isEqualTo(2);
    assertThat(node.proxy.inventory()).containsExactly("http://here.test" + port + "/a");
  }

  @Test
  @DisplayName(
      "SEC-C1 a host with other addresses goes to the original destination and is never stored")
  void poisoning() throws IOException {
    try (RawClient client = node.client()) {
      for (int i = 0; i < 2; i++) {
        RawClient.Response passed = client.get("/login", "bank.test" + port);
        assertThat(passed.body()).isEqualTo("default /login");
        assertThat(passed.field("Cache-Status"))
            .isEqualTo("weir-cache-1; fwd=bypass; fwd-status=200");
      }
    }
    assertThat(origin.countOf("/login")).isEqualTo(2);
    assertThat(node.proxy.inventory()).isEmpty();
    assertThat(node.metric("weir_host_check_total{result=\"address-differs\"}")).isEqualTo(2);
    assertThat(node.metric("weir_http_requests_total{result=\"pass\"}")).isEqualTo(2);
  }

  @Test
  @DisplayName("SEC-C2 an unverified request never reads what is stored under its host")
  void neverReads() throws IOException {
    try (RawClient client = node.client()) {
      client.get("/a", node.host());
      String otherPort = node.host().substring(0, node.host().indexOf(':')) + ":1";
      assertThat(client.get("/a", otherPort).field("Cache-Status")).contains("fwd=bypass");
      assertThat(client.get("/a", "192.0.2.9" + port).field("Cache-Status")).contains("fwd=bypass");
    }
    assertThat(origin.countOf("/a")).isEqualTo(3);
    assertThat(node.metric("weir_host_check_total{result=\"port-differs\"}")).isEqualTo(1);
    assertThat(node.metric("weir_host_check_total{result=\"literal\"}")).isEqualTo(1);
  }

  @Test
  @DisplayName("SEC-C1 a name that cannot be resolved, or not in time, is passed and not refused")
  void unresolved() throws IOException {
    try (ProxyUnderTest impatient = ProxyUnderTest.impatient(names.address(), origin.address());
        RawClient client = impatient.client()) {
      assertThat(client.get("/a", "nobody.test" + port).status()).isEqualTo(200);
      assertThat(client.get("/a", "silent.test" + port).status()).isEqualTo(200);
      assertThat(impatient.metric("weir_host_check_total{result=\"unresolved\"}")).isEqualTo(2);
      assertThat(impatient.proxy.inventory()).isEmpty();
    }
  }

  @Test
  @DisplayName("SEC-C1 what a liar fetched is not what the host's own clients get")
  void keepsThePoisonOut() throws IOException {
    node.destination.set(elsewhere());
    try (RawClient client = node.client()) {
      client.get("/a", "here.test" + port);
    }
    node.destination.set(origin.address());
    try (RawClient client = node.client()) {
      assertThat(client.get("/a", "here.test" + port).field("Cache-Status"))
          .contains("fwd=uri-miss");
    }
    assertThat(node.proxy.hosts().refused().top(1).getFirst().host()).isEqualTo("here.test");
    assertThat(node.events.since(1)).extracting(EventLog.Entry::name).contains("host-differs");
  }

  @Test
  @DisplayName("SEC-C2 what is stored under a host is never given to who went elsewhere")
  void neverHit() throws IOException {
    try (RawClient client = node.client()) {
      client.get("/a", "here.test" + port);
      assertThat(client.get("/a", "here.test" + port).field("Cache-Status")).endsWith("; hit");
    }
    node.destination.set(elsewhere());
    try (RawClient client = node.client()) {
      assertThat(client.get("/a", "here.test" + port).field("Cache-Status")).contains("fwd=bypass");
    }
  }

  @Test
  @DisplayName("SEC-C3 of 1,000 requests for a name that rotates over 8 addresses 990 are verified")
  void rotating() throws IOException {
    names.rotate(1);
    int number = origin.address().getPort();
    try (RawClient client = node.client()) {
      client.get("/a", "many.test" + port); // one of them is the origin's own
    }
    for (int i = 0; i < 1_000; i++) {
      node.destination.set(
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0." + (1 + i * 3 % 8)), number));
      try (RawClient client = node.client()) {
        client.get("/a", "many.test" + port);
      }
    }
    assertThat(node.metric("weir_host_check_total{result=\"verified\"}")).isGreaterThan(990);
    assertThat(names.questions()).isLessThan(20);
  }

  @Test
  @DisplayName("SEC-C4 strict: who names a host that is elsewhere gets 409, who is unknown passes")
  void strict() throws IOException {
    try (var strict = ProxyUnderTest.strict(origin.address(), List.of(names.address()))) {
      try (RawClient client = strict.client()) {
        assertThat(client.get("/a", "bank.test" + port).status()).isEqualTo(409);
      }
      try (RawClient client = strict.client()) {
        assertThat(client.get("/a", "here.test:1").status()).isEqualTo(409);
      }
      try (RawClient client = strict.client()) {
        assertThat(client.get("/a", "nobody.test" + port).status()).isEqualTo(200);
        assertThat(client.get("/a", "here.test" + port).status()).isEqualTo(200);
      }
    }
    assertThat(origin.countOf("/a")).isEqualTo(2);
  }

  /// Where the host is not, though somebody listens there.
  private InetSocketAddress elsewhere() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.66"), origin.address().getPort());
  }
}
