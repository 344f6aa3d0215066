package dev.weir.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.peer.PeerFiles;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.grid.Loopback;
import dev.weir.node.reload.Reading;
import dev.weir.node.reload.Written;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A node of a cluster with a grid, a link to others, an admin port and a forward proxy.
@Timeout(120)
final class NodeListeningTest {
  private static final String SECRET = "a-secret-of-thirty-two-letters-or-more";

  private final int grid = Loopback.freePort();
  private final int peers = Loopback.freePort();
  private final int admin = Loopback.freePort();
  private final int forward = Loopback.freePort();

  @TempDir private Path folder;

  NodeListeningTest() throws IOException {}

  @Test
  @DisplayName("it listens on the addresses and ports of its configuration, and nowhere else")
  void nothingElse() throws Exception {
    PeerFiles.write(folder, Inet4Address.ofLiteral("127.0.0.1"));
    Path file = file();
    Set<String> before = OpenSockets.ofThisProcess();
    try (Node _ = Node.start(reading(file), written(file), _ -> {})) {
      Soon.passes(() -> {
        Set<String> added = OpenSockets.ofThisProcess();
        added.removeAll(before);
        assertThat(added)
            .containsExactlyInAnyOrder(
                "tcp 0100007F:%04X".formatted(grid),
                "tcp 0100007F:%04X".formatted(peers),
                "tcp 0400007F:%04X".formatted(admin),
                "tcp 0500007F:%04X".formatted(forward));
      });
    }
  }

  private Path file() throws IOException {
    return Files.writeString(
        folder.resolve("node.yaml"),
        """
        node: {name: cache-1, address: 127.0.0.1, state: %1$s}
        cluster: {members: [127.0.0.1, 127.0.0.2], port: %2$d, secret: env:SHARED}
        peers: {port: %3$d, certificate: "file:%1$s/node.crt", key: "file:%1$s/node.key",
                ca: "file:%1$s/ca.crt"}
        admin: {listen: "127.0.0.4:%4$d", token: env:SHARED}
        dns: {servers: [127.0.0.1]}
        proxy:
          forward: {listen: "127.0.0.5:%5$d", clients: [127.0.0.0/8]}
        """
            .formatted(folder, grid, peers, admin, forward));
  }

  private static Reading reading(Path file) {
    return new Reading(file, Map.of("SHARED", SECRET), Optional.empty());
  }

  private static Written written(Path file) {
    return switch (reading(file).read()) {
      case Loading.Loaded<Written>(Written written, _) -> written;
      case Loading.Refused<Written> refused -> throw new IllegalArgumentException("" + refused);
    };
  }
}
