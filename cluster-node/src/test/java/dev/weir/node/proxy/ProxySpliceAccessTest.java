package dev.weir.node.proxy;

import static dev.weir.node.proxy.ScriptedServer.hear;
import static dev.weir.node.proxy.ScriptedServer.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cache.operator.Selector;
import dev.weir.node.access.AccessLog;
import dev.weir.node.bypass.sight.Sighting.Kind;
import dev.weir.node.proxy.access.Access;
import dev.weir.node.proxy.access.AccessRule;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Diverted connections that are not HTTP, under rules about access.
@Timeout(120)
final class ProxySpliceAccessTest {
  private final Sightings sightings = new Sightings();

  private AccessLog log = AccessLog.off();

  @TempDir private Path folder;

  @Test
  @DisplayName(
      "what a rule denies is reset, counted and logged; no server is asked, nothing learnt")
  void clientFirst() throws Exception {
    try (var server = new ScriptedServer(socket -> say(socket, "SSH-2.0-server\r\n"));
        ProxyUnderTest node = node(server, Denials.access(List.of(tunnels(false)), List.of()));
        RawClient client = node.client()) {
      client.send("SSH-2.0-client\r\n");

      assertThatThrownBy(client.in::read).isInstanceOf(SocketException.class);
      assertThat(node.metric("weir_access_denied_total{rule=\"tunnels\"}")).isEqualTo(1);
      assertThat(sightings.kinds()).isEmpty();
      assertThat(server.connections).isEmpty();
      String to = node.host();
      assertThat(logged())
          .contains("\"method\":\"CONNECT\"", "\"url\":\"" + to + "\"", "\"result\":\"denied\"")
          .contains("\"rule\":\"tunnels\"", "\"status\":403", "\"client_port\":" + port(client));
    }
  }

  @Test
  @DisplayName(
      "the server of a silent client is not asked where it might not be led; HTTP may come")
  void silent() throws Exception {
    try (var server =
            new ScriptedServer(socket -> {
              hear(socket, 4);
              say(socket, OriginRecorder.ok("late"));
            });
        ProxyUnderTest node = node(server, Denials.access(List.of(tunnels(false)), List.of()));
        RawClient client = node.client()) {
      node.awaitMetric("weir_silent_connections_total{result=\"denied\"}", 1);
      assertThat(server.connections).isEmpty();
      assertThat(client.get("/a", node.host()).body()).isEqualTo("late");
      assertThat(server.connections).hasSize(1);
    }
  }

  @Test
  @DisplayName("what a rule allows is led through, and the log names the rule")
  void allowed() throws Exception {
    try (var server = new ScriptedServer(socket -> say(socket, hear(socket, 3)));
        ProxyUnderTest node = node(server, Denials.access(List.of(tunnels(true)), List.of()));
        RawClient client = node.client()) {
      client.send("\0ab");

      assertThat(client.in.readAllBytes()).containsExactly(0, 'a', 'b');
      client.socket.shutdownOutput();
      node.awaitMetric("weir_splices", 0);
      assertThat(sightings.kinds()).contains(Kind.NOT_HTTP);
      assertThat(logged())
          .contains("\"rule\":\"tunnels\"", "\"result\":\"tunnel\"", "\"body_bytes\":3")
          .contains("\"source\":\"origin\"", "\"asked\":\"127.0.0.1\"");
    }
  }

  private static AccessRule tunnels(boolean allows) {
    return new AccessRule(
        "tunnels",
        allows,
        Selector.EVERYTHING,
        AccessRule.From.ANYBODY,
        new AccessRule.To(Set.of("CONNECT"), Set.of(), List.of(), List.of(), Optional.empty()));
  }

  private ProxyUnderTest node(ScriptedServer server, Access access) throws IOException {
    log =
        AccessLog.open(
            folder.resolve("access.log"),
            AccessLog.Format.JSON,
            new EventLog("t", InstantSource.system()),
            new Telemetry());
    return new ProxyUnderTest(
        server.address(),
        Operating.QUIET
            .watched(sightings.watch(false, Sightings.SILENCE))
            .guarded(() -> access)
            .logging(log));
  }

  /// What was logged; nothing is after that.
  private String logged() throws IOException {
    log.close();
    return Files.readString(folder.resolve("access.log"));
  }

  private static int port(RawClient client) {
    return client.socket.getLocalPort();
  }
}
