package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.node.Node;
import dev.weir.node.Soon;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.grid.Loopback;
import dev.weir.node.life.HostException;
import dev.weir.node.reload.Reading;
import dev.weir.node.reload.Written;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A node to which nothing is diverted is stopped while clients are there.
@Timeout(120)
final class NodeStopTest {
  private final int listener = Loopback.freePort();

  @TempDir private Path folder;

  NodeStopTest() throws IOException {}

  @Test
  @DisplayName("G4 at the end nobody new is let in, who is idle is closed, who waits is answered")
  void stops() throws Exception {
    var held = new CountDownLatch(1);
    try (var origin = new OriginRecorder()) {
      origin.answering(
          "/held",
          (_, out) -> {
            try {
              held.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            out.write(OriginRecorder.latin1(OriginRecorder.ok("late")));
          });
      Node node = node(origin.address().getPort());
      try (var idle = client();
          var waiting = client()) {
        assertThat(idle.get("/a", "www.example.com").status()).isEqualTo(200);
        waiting.send("GET /held HTTP/1.1\r\nHost: www.example.com\r\n\r\n");
        Soon.passes(() -> assertThat(origin.countOf("/held")).isEqualTo(1));

        Thread stop = Thread.ofVirtual().start(() -> close(node));

        assertThat(idle.isClosed()).isTrue();
        assertThatThrownBy(this::client).isInstanceOf(IOException.class);
        assertThat(stop.isAlive()).isTrue();
        held.countDown();
        RawClient.Response late = waiting.read(false);
        assertThat(late.body()).isEqualTo("late");
        assertThat(late.field("Connection")).isEmpty();
        assertThat(waiting.isClosed()).isTrue();
        stop.join();
      }
    }
  }

  private RawClient client() throws IOException {
    return new RawClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener));
  }

  private static void close(Node node) {
    try {
      node.close();
    } catch (HostException e) {
      throw new IllegalStateException(e);
    }
  }

  private Node node(int origin) throws Exception {
    Path file = folder.resolve("node.yaml");
    Files.writeString(
        file,
        """
        node: {name: cache-1, address: 127.0.0.1, state: %s}
        admin: {listen: "127.0.0.1:%d"}
        proxy:
          reverse: [{listen: "127.0.0.1:%d", origins: ["127.0.0.1:%d"]}]
        """
            .formatted(folder, Loopback.freePort(), listener, origin));
    var written =
        ((Loading.Loaded<Written>) new Reading(file, Map.of(), Optional.empty()).read()).value();
    return Node.start(written.config(), _ -> {});
  }
}
