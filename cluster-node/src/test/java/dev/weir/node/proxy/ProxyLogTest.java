package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Soon;
import dev.weir.node.access.AccessLog;
import dev.weir.node.access.Draft;
import dev.weir.node.access.query.Query;
import dev.weir.node.proxy.sni.Hellos;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the access log says of how a client came, over loopback sockets.
@Timeout(120)
final class ProxyLogTest {
  private static final int ROUTER = 0xc0000201;

  private final OriginRecorder origin = new OriginRecorder();
  private final AccessLog log;

  @TempDir private Path folder;

  ProxyLogTest() throws IOException {
    var file = Files.createTempFile("weir-access", ".log");
    file.toFile().deleteOnExit();
    log =
        AccessLog.open(
            file,
            AccessLog.Format.JSON,
            new EventLog("test", InstantSource.system()),
            new Telemetry());
  }

  @BeforeEach
  void watchForLeaks() {
    LeakWatch.begin();
  }

  @AfterEach
  void close() throws IOException {
    log.close();
    origin.close();
    LeakWatch.assertNone();
  }

  @Test
  @DisplayName("requests by TLS are logged as https, those of HTTP/2 as such")
  void secure() throws Exception {
    try (ProxyUnderTest node = new TlsScene(origin.address(), folder).node(log)) {
      InetSocketAddress at = node.proxy.boundAddresses().getFirst();
      try (var client = new RawHttp2(at, "www.example.com")) {
        client.get(1, "/a");
        assertThat(client.next(RawHttp2.DATA).orElseThrow().payload()).isEqualTo("default /a");
      }
      String url = "https://www.example.com:" + at.getPort() + "/b";
      String there = "www.example.com:" + at.getPort() + ":127.0.0.1";
      Curl.run("-k", "--http1.1", "--noproxy", "*", "--resolve", there, url);
    }
    assertThat(lines("path == /a"))
        .singleElement()
        .asString()
        .contains("\"url\":\"https://www.example.com/a\",\"version\":\"2.0\"");
    assertThat(lines("path == /b"))
        .singleElement()
        .asString()
        .contains("\"version\":\"1.1\"")
        .contains("\"url\":\"https://");
  }

  @Test
  @DisplayName("an intercepted request has the router that brought it, a stored one and 5xx, too")
  void router() throws Exception {
    origin.answering("/bad", "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
    try (var node = new ProxyUnderTest(origin.address(), Operating.QUIET.logging(log))) {
      int there = Draft.address(origin.address().getAddress());
      node.proxy.routers((client, to) -> client == there && to == there ? ROUTER : 0);
      try (RawClient client = node.client()) {
        client.get("/a", node.host());
        client.get("/a", node.host());
        assertThat(client.get("/bad", node.host()).status()).isEqualTo(503);
      }
    }
    assertThat(lines("path == /a and router == 192.0.2.0/24"))
        .hasSize(2)
        .allMatch(it -> it.contains("\"router\":\"192.0.2.1\""));
    assertThat(lines("status >= 500 and router == 192.0.2.1")).hasSize(1);
    assertThat(lines("router == 192.0.2.2")).isEmpty();
  }

  @Test
  @DisplayName("so has what is led through unread; nobody's router is known where none diverted")
  void ledThrough() throws Exception {
    byte[] hello = Hellos.of(List.of("www.example.com"));
    try (var server = new ScriptedServer(socket -> ScriptedServer.say(socket, "hello"));
        var node =
            new ProxyUnderTest(server.address(), Chains.tls(server.address()).logging(log))) {
      node.proxy.routers((_, _) -> ROUTER);
      try (RawClient client = node.client()) {
        client.socket.getOutputStream().write(hello);
        assertThat(client.in.readNBytes(5)).hasSize(5);
      }
      Soon.passes(() -> assertThat(lines("router == 192.0.2.1")).hasSize(1));
    }
    try (var node = ProxyUnderTest.logging(Doors.explicit(), log);
        RawClient client = node.client()) {
      node.proxy.routers((_, _) -> ROUTER);
      String host = "127.0.0.1:" + origin.address().getPort();
      client.get("http://" + host + "/a", host);
    }
    assertThat(lines("path == /a and router == 0.0.0.0")).hasSize(1);
  }

  /// Lines that a query asks for, once there are any.
  private List<String> lines(String text) throws Exception {
    log.reopen().get();
    Query query = ((Query.Read.Good) Query.read(text)).query();
    return log.recent(0, 100, query, true).lines();
  }
}
