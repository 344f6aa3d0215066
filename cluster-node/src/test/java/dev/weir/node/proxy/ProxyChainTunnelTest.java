package dev.weir.node.proxy;

import static dev.weir.node.proxy.ScriptedServer.hear;
import static dev.weir.node.proxy.ScriptedServer.say;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.access.AccessLog;
import dev.weir.node.proxy.caller.Sites;
import dev.weir.node.proxy.caller.Surrogate;
import dev.weir.node.proxy.chain.ChainPolicy;
import dev.weir.node.proxy.chain.ChainSubject;
import dev.weir.node.proxy.chain.Choice;
import dev.weir.node.proxy.chain.Parent;
import dev.weir.node.proxy.request.Scheme;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tunnels that parents are asked for, of explicit clients, over loopback sockets.
@Timeout(120)
final class ProxyChainTunnelTest {
  private static final String TO = "www.example.com:443";
  private static final String AGREED = "HTTP/1.1 200 Connection established\r\n\r\n";

  @RegisterExtension private final Opened open = new Opened();
  private final List<String> heads = new CopyOnWriteArrayList<>();

  @Test
  @DisplayName("a CONNECT goes to the parent, with our login and Via and not the client's login")
  void connect() throws IOException {
    InetSocketAddress parent = answering(AGREED + "early, ");
    var login = Optional.of(Parent.Login.basic("branch", "secret"));
    ProxyUnderTest node = explicit(Chains.to(Chains.parent("head", parent, login)));
    try (RawClient client = node.client()) {
      connect(client, "Proxy-Authorization: Basic c3RyYW5nZXI6MQ==\r\nUser-Agent: x\r\n");
      assertThat(client.readHead().head()).isEqualTo(AGREED);
      client.send("five!");
      assertThat(text(client.in.readAllBytes())).isEqualTo("early, heard five!");
    }
    assertThat(heads)
        .singleElement()
        .asString()
        .startsWith("CONNECT " + TO + " HTTP/1.1\r\n")
        .contains("Host: " + TO + "\r\n")
        .contains("User-Agent: x\r\n")
        .contains("Via: 1.1 weir-cache-1\r\n")
        .contains("Proxy-Authorization: Basic YnJhbmNoOnNlY3JldA==\r\n")
        .doesNotContain("c3RyYW5nZXI6MQ==");
    assertThat(node.metric("weir_chain_requests_total{way=\"parent\"}")).isEqualTo(1);
    assertThat(node.metric("weir_parent_requests_total{parent=\"head\",result=\"ok\"}")).isOne();
    node.awaitMetric("weir_tunnels", 0);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 403 Forbidden, 403, parent-refused",
    "HTTP/1.1 503 Busy, 503, parent-refused",
    "HTTP/1.1 407 Login, 502, parent-login",
    "HTTP/1.1 302 Found, 502, malformed",
    "HTTP/1.1 101 Switching, 502, malformed",
    "ICY 200 OK, 502, malformed"
  })
  @DisplayName("what a parent refuses is refused, but its wish for a login is not the client's")
  void refused(String line, int status, String reason) throws IOException {
    InetSocketAddress parent = answering(line + "\r\nContent-Length: 0\r\n\r\n");
    var second = new ScriptedServer(socket -> say(socket, AGREED));
    open.add(second);
    ProxyUnderTest node =
        explicit(
            Chains.to(Chains.parent("head", parent), Chains.parent("other", second.address())));
    try (RawClient client = node.client()) {
      connect(client, "");
      RawClient.Response answer = client.read(false);
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.field("Cache-Status")).contains("detail=" + reason);
      assertThat(answer.head()).doesNotContain("Proxy-Authenticate");
    }
    node.awaitMetric("weir_tunnels", 0);
    assertThat(node.metric("weir_tunnels_begun_total{kind=\"connect\"}")).isZero();
  }

  @Test
  @DisplayName("the next parent is asked when one takes no connection, or ends it unanswered")
  void next() throws IOException {
    var hangup = new ScriptedServer(ScriptedServer::hearHead);
    open.add(hangup);
    InetSocketAddress living = answering("HTTP/1.1 100 Wait\r\n\r\n" + AGREED);
    try (var deaf = new DeafPort()) {
      ProxyUnderTest node =
          explicit(
              Chains.to(
                  Chains.parent("dead", deaf.address()),
                  Chains.parent("hangup", hangup.address()),
                  Chains.parent("living", living)));
      try (RawClient client = node.client()) {
        connect(client, "");
        assertThat(client.readHead().status()).isEqualTo(200);
        client.send("five!");
        assertThat(text(client.in.readAllBytes())).isEqualTo("heard five!");
      }
    }
  }

  @Test
  @DisplayName("while no parent answers a tunnel fails, or goes to its host with fallback: direct")
  void fallback() throws IOException {
    var origin = new ScriptedServer(socket -> say(socket, "origin heard " + hear(socket, 5)));
    open.add(origin);
    int port = origin.address().getPort();
    try (var deaf = new DeafPort()) {
      ChainPolicy strict = Chains.to(Chains.parent("head", deaf.address()));
      ProxyUnderTest failing = opened(strict, Doors.tunnels(port));
      try (RawClient client = failing.client()) {
        connect(client, "127.0.0.1:" + port, "");
        assertThat(client.read(false).status()).isBetween(502, 503);
      }
      assertThat(origin.connections).isEmpty();
      ChainPolicy lenient = Chains.orDirect(Chains.parent("head", deaf.address()));
      ProxyUnderTest falling = opened(lenient, Doors.tunnels(port));
      try (RawClient client = falling.client()) {
        connect(client, "127.0.0.1:" + port, "");
        assertThat(client.readHead().status()).isEqualTo(200);
        client.send("five!");
        assertThat(text(client.in.readAllBytes())).isEqualTo("origin heard five!");
      }
      assertThat(falling.metric("weir_chain_requests_total{way=\"fallback\"}")).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("rules by method, host and URL are about CONNECT; what none is about goes direct")
  void rules() throws IOException {
    var origin = new ScriptedServer(socket -> say(socket, "origin"));
    open.add(origin);
    InetSocketAddress parent = answering(AGREED);
    int port = origin.address().getPort();
    var about =
        new ChainSubject(
            List.of("*.example.com"), List.of(), List.of(), List.of("CONNECT"), List.of());
    ChainPolicy chain =
        Chains.policy(about, Choice.HASH, false, true, Chains.parent("head", parent));
    ProxyUnderTest node = opened(chain, Doors.tunnels(443, port));
    try (RawClient client = node.client()) {
      connect(client, "127.0.0.1:" + port, "");
      assertThat(client.readHead().status()).isEqualTo(200);
      assertThat(text(client.in.readAllBytes())).isEqualTo("origin");
    }
    try (RawClient client = node.client()) {
      connect(client, "");
      assertThat(client.readHead().status()).isEqualTo(200);
    }
    assertThat(heads).singleElement().asString().startsWith("CONNECT " + TO);
    assertThat(node.metric("weir_chain_requests_total{way=\"direct\"}")).isEqualTo(1);
  }

  @Test
  @DisplayName("RFC 6455 §4 a WebSocket goes through a parent that agrees to it")
  void websocket() throws IOException {
    InetSocketAddress parent =
        answering(
            String.join(
                "\r\n",
                "HTTP/1.1 101 Switching Protocols",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                "",
                ""));
    ProxyUnderTest node = explicit(Chains.to(Chains.parent("head", parent)));
    try (RawClient client = node.client()) {
      RawClient.Response answer =
          client.get(
              "http://www.example.com/chat",
              "www.example.com",
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
      assertThat(answer.status()).isEqualTo(101);
      client.send("five!");
      assertThat(text(client.in.readAllBytes())).isEqualTo("heard five!");
    }
    assertThat(heads).singleElement().asString().startsWith("GET http://www.example.com/chat HTTP");
    assertThat(node.metric("weir_tunnels_begun_total{kind=\"upgrade\"}")).isEqualTo(1);
  }

  @Test
  @DisplayName("what a gateway was asked by TLS a parent is asked as https")
  void secure() throws IOException {
    InetSocketAddress parent = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    var sites = new Sites(List.of(new Sites.Site(List.of("www.example.com"), List.of(parent))));
    var asking = new Surrogate.Asking(Scheme.HTTPS, null, Doors.ANY);
    var door = new Door(Doors.ANY, _ -> true, _ -> new Surrogate(sites, asking, () -> {}));
    ProxyUnderTest node = opened(Chains.to(Chains.parent("head", parent)), door);
    try (RawClient client = node.client()) {
      assertThat(client.get("/a", "www.example.com").status()).isEqualTo(200);
    }
    assertThat(heads)
        .singleElement()
        .asString()
        .startsWith("GET https://www.example.com/a HTTP/1.1\r\n")
        .contains("Host: www.example.com\r\n");
  }

  private InetSocketAddress answering(String answer) throws IOException {
    ScriptedServer parent = Chains.scripted(heads, answer);
    open.add(parent);
    return parent.address();
  }

  private static void connect(RawClient client, String more) throws IOException {
    connect(client, TO, more);
  }

  private static void connect(RawClient client, String to, String more) throws IOException {
    client.send("CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n" + more + "\r\n");
  }

  private ProxyUnderTest explicit(ChainPolicy chain) throws IOException {
    return opened(chain, Doors.tunnels(443));
  }

  private ProxyUnderTest opened(ChainPolicy chain, Door door) throws IOException {
    return open.add(ProxyUnderTest.chained(chain, AccessLog.off(), Doors.ANY, door));
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }
}
