package dev.weir.node.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import dev.weir.node.OpenSockets;
import dev.weir.node.Soon;
import dev.weir.node.telemetry.EventLog;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What this process listens on, as the kernel says.
@Timeout(120)
final class ListeningTest {
  @Test
  @DisplayName("the grid listens on the configured address and port, on no other, and on no UDP")
  void nothingElse() throws Exception {
    int port = Loopback.freePort();
    Set<String> before = OpenSockets.ofThisProcess();
    var log = new EventLog("test", () -> Instant.EPOCH);
    var settings = Loopback.settings("cache-1", port, port);
    try (var grid = Grid.start(settings, log, InstantSource.system(), view -> {})) {
      Soon.holds(() -> grid.members().size() == 1);
      Set<String> added = OpenSockets.ofThisProcess();
      added.removeAll(before);
      assertThat(added)
          .containsExactly("tcp 0100007F:%04X".formatted(port)); // 127.0.0.1, as the kernel writes
    }
  }

  @Test
  @DisplayName("SEC-K1 a Hazelcast client that knows address and name is let in by nobody")
  void noClients() throws Exception {
    int port = Loopback.freePort();
    var log = new EventLog("test", () -> Instant.EPOCH);
    var settings = Loopback.settings("cache-1", port, port);
    var client = new ClientConfig().setClusterName(settings.cluster());
    client.getNetworkConfig().addAddress("127.0.0.1:" + port);
    client
        .getConnectionStrategyConfig()
        .getConnectionRetryConfig()
        .setClusterConnectTimeoutMillis(1000);
    try (var grid = Grid.start(settings, log, InstantSource.system(), view -> {})) {
      Soon.holds(() -> grid.members().size() == 1);

      assertThatIllegalStateException()
          .isThrownBy(() -> HazelcastClient.newHazelcastClient(client))
          .withMessageContaining("Unable to connect");
    }
  }
}
