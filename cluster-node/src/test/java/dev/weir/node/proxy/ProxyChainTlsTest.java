package dev.weir.node.proxy;

import static dev.weir.node.proxy.ScriptedServer.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cache.operator.Selector;
import dev.weir.node.Soon;
import dev.weir.node.access.AccessLog;
import dev.weir.node.proxy.access.AccessRule;
import dev.weir.node.proxy.chain.ChainPolicy;
import dev.weir.node.proxy.sni.Hellos;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Diverted TLS under rules of chains and of access, over loopback sockets.
@Timeout(120)
final class ProxyChainTlsTest {
  private static final String AGREED = "HTTP/1.1 200 Connection established\r\n\r\n";
  private static final byte[] ACCESS_DENIED = {21, 3, 3, 0, 2, 2, 49};

  @RegisterExtension private final Opened open = new Opened();
  private final List<String> heads = new CopyOnWriteArrayList<>();

  @TempDir Path files;

  @Test
  @DisplayName("diverted TLS goes to the parent by its name, and the log has both")
  void diverted() throws IOException {
    byte[] hello = Hellos.of(List.of("www.example.com"), "h2");
    InetSocketAddress parent = answering(AGREED);
    var origin = new ScriptedServer(socket -> say(socket, "origin"));
    open.add(origin);
    Path file = files.resolve("access.log");
    AccessLog log = log(file, AccessLog.Format.SQUID);
    var operating =
        Chains.tls(origin.address()).logging(log).chained(Chains.to(Chains.parent("head", parent)));
    ProxyUnderTest node = open.add(new ProxyUnderTest(origin.address(), operating));
    try (RawClient client = node.client()) {
      client.socket.getOutputStream().write(hello);
      String begin = text(Arrays.copyOf(hello, 5));
      assertThat(text(client.in.readNBytes(11))).isEqualTo("heard " + begin);
    }
    String to = "www.example.com:" + origin.address().getPort();
    assertThat(heads)
        .singleElement()
        .asString()
        .isEqualTo(
            "CONNECT " + to + " HTTP/1.1\r\nVia: 1.1 weir-cache-1\r\nHost: " + to + "\r\n\r\n");
    assertThat(origin.connections).isEmpty();
    Soon.passes(() ->
        assertThat(Files.readString(file))
            .containsPattern("TCP_TUNNEL/200 \\d+ CONNECT " + to + " - FIRSTUP_PARENT/head"));
  }

  private AccessLog log(Path file, AccessLog.Format format) throws IOException {
    var events = new EventLog("test", () -> Instant.EPOCH);
    return open.add(AccessLog.open(file, format, events, new Telemetry()));
  }

  @Test
  @DisplayName("diverted TLS that a parent refuses is reset; without one it goes where it wanted")
  void divertedRefused() throws IOException {
    InetSocketAddress parent = answering("HTTP/1.1 403 No\r\n\r\n");
    var origin = new ScriptedServer(socket -> say(socket, "origin"));
    open.add(origin);
    var operating = Chains.tls(origin.address()).chained(Chains.to(Chains.parent("head", parent)));
    ProxyUnderTest node = open.add(new ProxyUnderTest(origin.address(), operating));
    try (RawClient client = node.client()) {
      client.socket.getOutputStream().write(Hellos.of(List.of("www.example.com")));
      assertThatThrownBy(client.in::read).isInstanceOf(SocketException.class);
    }
    assertThat(origin.connections).isEmpty();
    try (var deaf = new DeafPort()) {
      ChainPolicy lenient = Chains.orDirect(Chains.parent("head", deaf.address()));
      ProxyUnderTest falling =
          open.add(
              new ProxyUnderTest(origin.address(), Chains.tls(origin.address()).chained(lenient)));
      try (RawClient client = falling.client()) {
        client.socket.getOutputStream().write(Hellos.of(List.of("www.example.com")));
        assertThat(text(client.in.readNBytes(6))).isEqualTo("origin");
      }
    }
  }

  @Test
  @DisplayName(
      "diverted TLS that a rule of access is against gets an alert, and is counted, logged")
  void deniedByAccess() throws IOException {
    var origin = new ScriptedServer(socket -> say(socket, "origin"));
    open.add(origin);
    Path file = files.resolve("access.log");
    AccessLog log = log(file, AccessLog.Format.JSON);
    var games =
        new AccessRule(
            "games",
            false,
            new Selector(List.of("*.games.example"), List.of(), List.of(), List.of()),
            AccessRule.From.ANYBODY,
            AccessRule.To.ANYTHING);
    var access = Denials.access(List.of(games, Denials.to("10.1.0.0/16")), List.of());
    ProxyUnderTest node =
        open.add(
            new ProxyUnderTest(
                origin.address(), Chains.tls(origin.address()).logging(log).guarded(() -> access)));
    try (RawClient client = node.client()) {
      client.socket.getOutputStream().write(Hellos.of(List.of("a.games.example")));
      assertThat(client.in.readAllBytes()).isEqualTo(ACCESS_DENIED);
    }
    try (RawClient client = node.client()) {
      client.socket.getOutputStream().write(Hellos.of(List.of("www.example.com")));
      assertThat(text(client.in.readNBytes(6))).isEqualTo("origin");
    }
    assertThat(node.metric("weir_tls_connections_total{verdict=\"access-denied\"}")).isOne();
    assertThat(node.metric("weir_access_denied_total{rule=\"games\"}")).isEqualTo(1);
    assertThat(origin.connections).hasSize(1);
    Soon.passes(() ->
        assertThat(Files.readString(file))
            .contains("\"result\":\"denied\"")
            .contains("\"rule\":\"games\",\"detail\":\"access-games\""));
  }

  @Test
  @DisplayName("rules of access about where diverted TLS goes are about its own destination")
  void deniedByDestination() throws IOException {
    var origin = new ScriptedServer(socket -> say(socket, "origin"));
    open.add(origin);
    var access = Denials.access(List.of(Denials.to("127.0.0.0/8")), List.of());
    ProxyUnderTest node =
        open.add(
            new ProxyUnderTest(
                origin.address(), Chains.tls(origin.address()).guarded(() -> access)));
    try (RawClient client = node.client()) {
      client.socket.getOutputStream().write(Hellos.of(List.of("www.example.com")));
      assertThat(client.in.readAllBytes()).isEqualTo(ACCESS_DENIED);
    }
    assertThat(origin.connections).isEmpty();
  }

  private InetSocketAddress answering(String answer) throws IOException {
    ScriptedServer parent = Chains.scripted(heads, answer);
    open.add(parent);
    return parent.address();
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }
}
