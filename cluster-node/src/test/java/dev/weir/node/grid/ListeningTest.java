package dev.weir.node.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import dev.weir.node.Soon;
import dev.weir.node.telemetry.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What this process listens on, as the kernel says.
@Timeout(120)
final class ListeningTest {
  private static final String LISTENING = "0A";

  @Test
  @DisplayName("the grid listens on the configured address and port, on no other, and on no UDP")
  void nothingElse() throws Exception {
    int port = Loopback.freePort();
    Set<String> before = sockets();
    var log = new EventLog("test", () -> Instant.EPOCH);
    var settings = Loopback.settings("cache-1", port, port);
    try (var grid = Grid.start(settings, log, InstantSource.system(), view -> {})) {
      Soon.holds(() -> grid.members().size() == 1);
      Set<String> added = sockets();
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

  /// Listening TCP sockets and all UDP sockets of this process, by protocol and local address.
  private static Set<String> sockets() throws IOException {
    Set<String> own = new TreeSet<>();
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        own.add(target(descriptor));
      }
    }
    var found = new TreeSet<String>();
    for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
      List<String> lines = Files.readAllLines(Path.of("/proc/self/net", protocol));
      for (String line : lines.subList(1, lines.size())) {
        String[] words = line.strip().split("\\s+", -1);
        boolean open = protocol.startsWith("udp") || words[3].equals(LISTENING);
        if (open && own.contains("socket:[" + words[9] + "]")) {
          found.add(protocol.replace("6", "") + " " + ipv4(words[1]));
        }
      }
    }
    return found;
  }

  /// An address in IPv6 that stands for one in IPv4 as that.
  private static String ipv4(String local) {
    String mapped = "0000000000000000FFFF0000";
    return local.startsWith(mapped) ? local.substring(mapped.length()) : local;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }
}
