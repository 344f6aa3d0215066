package dev.weir.node.doctor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.chain.ParentConfig;
import dev.weir.node.config.value.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ParentProbeTest {
  @Test
  @DisplayName("a parent that answers is well, whatever it says but 407")
  void well() throws Exception {
    var heads = new CopyOnWriteArrayList<String>();
    try (var parent = answering("HTTP/1.1 502 Nowhere\r\n\r\n", heads)) {
      var found = ParentProbe.look(List.of(parent("head", parent.getLocalPort())));
      assertThat(found.silent()).isEmpty();
      assertThat(found.refusing()).isEmpty();
    }
    assertThat(heads)
        .singleElement()
        .asString()
        .startsWith("HEAD http://weir-doctor.invalid/ HTTP/1.1\r\n")
        .contains("Max-Forwards: 0\r\n");
  }

  @Test
  @DisplayName("one that wants another login is told from one that is closed, or is no proxy")
  void ill() throws Exception {
    int closed;
    try (var gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = gone.getLocalPort();
    }
    try (var refusing = answering("HTTP/1.1 407 Login\r\n\r\n", new CopyOnWriteArrayList<>());
        var other = answering("SSH-2.0-OpenSSH\r\n", new CopyOnWriteArrayList<>())) {
      var found =
          ParentProbe.look(
              List.of(
                  parent("login", refusing.getLocalPort()),
                  parent("closed", closed),
                  parent("other", other.getLocalPort())));
      assertThat(found.refusing())
          .singleElement()
          .asString()
          .startsWith("login at 127.0.0.1:" + refusing.getLocalPort());
      assertThat(found.silent()).hasSize(2);
      assertThat(found.silent().get(0)).startsWith("closed at ");
      assertThat(found.silent().get(1)).startsWith("other at ").contains("no answer of HTTP");
    }
  }

  private static ServerSocket answering(String answer, List<String> heads) throws IOException {
    var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          try (var socket = server.accept()) {
            var head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
              head.append((char) socket.getInputStream().read());
            }
            heads.add(head.toString());
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
          } catch (IOException over) {
            // The test is over.
          }
        });
    return server;
  }

  private static ParentConfig parent(String name, int port) {
    return new ParentConfig(
        name,
        new HostPort("127.0.0.1", port),
        1,
        Optional.empty(),
        Duration.ofSeconds(2),
        new ParentConfig.Health(Duration.ofSeconds(5), 3));
  }
}
