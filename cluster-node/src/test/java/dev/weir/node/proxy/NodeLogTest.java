package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Node;
import dev.weir.node.Soon;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.grid.Loopback;
import dev.weir.node.reload.Reading;
import dev.weir.node.reload.Written;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class NodeLogTest {
  private final int admin = Loopback.freePort();
  private final int listener = Loopback.freePort();

  @TempDir private Path folder;

  NodeLogTest() throws IOException {}

  @Test
  @DisplayName("a node logs as it is configured, to syslog too, shows it, and SIGHUP opens it anew")
  void logs() throws Exception {
    Path log = folder.resolve("access.log");
    Path old = folder.resolve("old.log");
    try (var syslog = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        var origin = new OriginRecorder();
        var node = node(origin.address().getPort(), syslog.getLocalPort());
        var client =
            new RawClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener))) {
      assertThat(received(syslog)).contains(" cache-1 weir ").contains("[weir@32473 ");
      client.get("/a", "www.example.com");
      Soon.passes(() -> assertThat(log).content().isEqualTo("GET /a 200\n"));
      while (!received(syslog).endsWith(" access - GET /a 200")) {
        assertThat(syslog.isClosed()).isFalse();
      }
      assertThat(shown("status%20%3D%3D%20200")).contains("\"GET /a 200\"");
      assertThat(shown("status%20%3E%20200")).contains("\"lines\":[]");

      Files.move(log, old);
      node.reload();
      Soon.passes(() -> assertThat(log).isEmptyFile());
      client.get("/b", "www.example.com");
      Soon.passes(() -> assertThat(log).content().isEqualTo("GET /b 200\n"));
    }
  }

  private Node node(int origin, int syslog) throws Exception {
    Path file = folder.resolve("node.yaml");
    Files.writeString(
        file,
        """
        node: {name: cache-1, address: 127.0.0.1, state: %s}
        admin: {listen: "127.0.0.1:%d"}
        proxy:
          reverse:
            - {listen: "127.0.0.1:%d", origins: ["127.0.0.1:%d"]}
        log:
          access: {path: %s/access.log, template: "%%rm %%>rp %%>Hs", rotate: {size: 1MiB}}
          syslog: {to: "udp://127.0.0.1:%d"}
        """
            .formatted(folder, admin, listener, origin, folder, syslog));
    var reading = new Reading(file, Map.of(), Optional.empty());
    var written = ((Loading.Loaded<Written>) reading.read()).value();
    return Node.start(reading, written, _ -> {});
  }

  private String shown(String query) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + admin + "/v1/log?q=" + query);
    var request = HttpRequest.newBuilder(uri).header("X-Weir", "1").build();
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private static String received(DatagramSocket from) throws IOException {
    var packet = new DatagramPacket(new byte[9_000], 9_000);
    from.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }
}
