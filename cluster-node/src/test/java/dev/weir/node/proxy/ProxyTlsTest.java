package dev.weir.node.proxy;

import static dev.weir.node.proxy.ScriptedServer.hear;
import static dev.weir.node.proxy.ScriptedServer.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.node.Soon;
import dev.weir.node.access.AccessLog;
import dev.weir.node.peer.identity.ClusterAuthority;
import dev.weir.node.proxy.forwarded.Forwarding;
import dev.weir.node.proxy.sni.Hellos;
import dev.weir.node.proxy.sni.TlsPolicy;
import dev.weir.node.proxy.tunnel.Tunnels;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Diverted TLS connections, over loopback sockets.
@Timeout(120)
final class ProxyTlsTest {
  private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

  @RegisterExtension private final Opened open = new Opened();

  @TempDir Path files;

  @Test
  @DisplayName("what may pass reaches its server octet by octet, however it is cut")
  void passed() throws IOException {
    byte[] hello = Hellos.of(List.of("www.example.com"), "h2");
    ScriptedServer server = server(socket -> say(socket, hear(socket, hello.length) + "answer"));
    ProxyUnderTest node = node(server.address(), true, AccessLog.off());
    for (int piece : new int[] {hello.length, 100, 1}) {
      try (RawClient client = node.client()) {
        for (int at = 0; at < hello.length; at += piece) {
          int length = Math.min(piece, hello.length - at);
          client.socket.getOutputStream().write(hello, at, length);
        }
        byte[] back = client.in.readAllBytes();
        assertThat(back).startsWith(hello);
        assertThat(text(back)).endsWith("answer");
      }
    }
    node.awaitMetric("weir_tunnels", 0);
    assertThat(node.metric("weir_tls_connections_total{verdict=\"passed\"}")).isEqualTo(3);
    assertThat(node.metric("weir_tls_hellos_total{protocol=\"h2\"}")).isEqualTo(3);
    assertThat(node.metric("weir_tunnels_begun_total{kind=\"tls\"}")).isEqualTo(3);
    assertThat(node.proxy.tls().names().top(9))
        .singleElement()
        .hasFieldOrPropertyWithValue("host", "www.example.com")
        .hasFieldOrPropertyWithValue("count", 3L);
  }

  @Test
  @DisplayName("a name that is denied gets the alert unrecognized_name, and no server is reached")
  void denied() throws IOException {
    ScriptedServer server = server(socket -> say(socket, "secret"));
    ProxyUnderTest node = node(server.address(), true, AccessLog.off());
    try (RawClient client = node.client()) {
      client.socket.getOutputStream().write(Hellos.of(List.of("a.bad.test")));
      assertThat(client.in.readAllBytes()).isEqualTo(UNRECOGNIZED_NAME);
    }
    assertThat(node.metric("weir_tls_connections_total{verdict=\"denied\"}")).isEqualTo(1);
    assertThat(server.connections).isEmpty();
    node.awaitMetric("weir_http_connections", 0);
  }

  @Test
  @DisplayName("without a name, or without TLS, it passes or is refused as the operator says")
  void nameless() throws IOException {
    byte[] hello = Hellos.of(List.of());
    ScriptedServer server = server(socket -> say(socket, "got " + hear(socket, 3)));
    try (RawClient client = node(server.address(), true, AccessLog.off()).client()) {
      client.socket.getOutputStream().write(hello);
      assertThat(text(client.in.readNBytes(4))).isEqualTo("got ");
    }
    try (RawClient client = node(server.address(), true, AccessLog.off()).client()) {
      client.send("SSH-2.0-x\r\n");
      assertThat(text(client.in.readNBytes(7))).isEqualTo("got SSH");
    }
    int reached = server.connections.size();
    ProxyUnderTest strict = node(server.address(), false, AccessLog.off());
    try (RawClient client = strict.client()) {
      client.socket.getOutputStream().write(hello);
      assertThat(client.in.readAllBytes()).isEqualTo(UNRECOGNIZED_NAME);
    }
    try (RawClient client = strict.client()) {
      client.send("SSH-2.0-x\r\n");
      assertThatThrownBy(client.in::read).isInstanceOf(SocketException.class);
    }
    assertThat(strict.metric("weir_tls_connections_total{verdict=\"nameless-refused\"}"))
        .isEqualTo(1);
    assertThat(strict.metric("weir_tls_connections_total{verdict=\"not-tls-refused\"}"))
        .isEqualTo(1);
    assertThat(server.connections).hasSize(reached);
  }

  @Test
  @DisplayName("other ports are HTTP as before; a client that leaves in the middle leaves nothing")
  void otherPorts() throws IOException {
    try (var origin = new OriginRecorder()) {
      var ways = ways(1, true);
      ProxyUnderTest node = open.add(ProxyUnderTest.by(ways, AccessLog.off(), origin.address()));
      try (RawClient client = node.client()) {
        assertThat(client.get("/a", node.host()).body()).isEqualTo("default /a");
      }
      ProxyUnderTest tls = node(origin.address(), true, AccessLog.off());
      try (RawClient client = tls.client()) {
        client.send("\u0016\u0003\u0001");
      }
      tls.awaitMetric("weir_http_connections", 0);
    }
  }

  @Test
  @DisplayName("real curl to a real TLS server, by name; the log has the name and TCP_TUNNEL")
  void curl() throws Exception {
    Path file = files.resolve("access.log");
    var events = new EventLog("test", () -> Instant.EPOCH);
    try (var log = AccessLog.open(file, AccessLog.Format.SQUID, events, new Telemetry());
        SSLServerSocket server = secure()) {
      Thread.ofVirtual().start(() -> serve(server));
      var origin = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
      ProxyUnderTest node = node(origin, true, log);
      int port = node.proxy.boundAddresses().getFirst().getPort();

      assertThat(curl("www.example.com", port)).isEqualTo("secure");
      assertThat(curl("a.bad.test", port)).contains("unrecognized name");
      Soon.passes(() ->
          assertThat(Files.readString(file))
              .containsPattern(
                  "TCP_TUNNEL/200 \\d{4} CONNECT www.example.com:"
                      + origin.getPort()
                      + " - HIER_DIRECT/127.0.0.1")
              .containsPattern("TCP_DENIED/403 0 CONNECT a.bad.test:" + origin.getPort()));
    }
  }

  private static String curl(String name, int port) throws Exception {
    String there = name + ":" + port + ":127.0.0.1";
    return Curl.run("-k", "--noproxy", "*", "--resolve", there, "https://" + name + ":" + port);
  }

  private static SSLServerSocket secure() throws Exception {
    var now = Instant.now();
    var authority = ClusterAuthority.create("test", now);
    var issued = authority.issue((Inet4Address) InetAddress.getLoopbackAddress(), now);
    var keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    var chain = new Certificate[] {issued.certificate()};
    keys.setKeyEntry("a", issued.key(), new char[0], chain);
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return (SSLServerSocket)
        context.getServerSocketFactory().createServerSocket(0, 9, InetAddress.getLoopbackAddress());
  }

  private static void serve(SSLServerSocket server) {
    try (var socket = server.accept()) {
      socket.getInputStream().read(new byte[4096]);
      socket
          .getOutputStream()
          .write("HTTP/1.0 200 OK\r\n\r\nsecure".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException over) {
      // The test is over.
    }
  }

  private ProxyUnderTest node(InetSocketAddress origin, boolean lenient, AccessLog log)
      throws IOException {
    return open.add(ProxyUnderTest.by(ways(origin.getPort(), lenient), log, origin));
  }

  private static WaysIn ways(int port, boolean lenient) {
    var policy = new TlsPolicy(Set.of(port), List.of("*.bad.test"), List.of(), lenient, lenient);
    return new WaysIn(
        new Tunnels.Limits(9, 9, Duration.ofMinutes(1)), Optional.of(policy), Forwarding.UNTOUCHED);
  }

  private ScriptedServer server(ScriptedServer.Script script) throws IOException {
    return open.add(new ScriptedServer(script));
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }
}
