package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Node;
import dev.weir.node.Soon;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.grid.Loopback;
import dev.weir.node.reload.Reading;
import dev.weir.node.reload.Written;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole node whose file is changed while it runs.
@Timeout(120)
@DisplayName("A running node reads its file anew")
final class NodeReloadTest {
  private final OriginRecorder origin = new OriginRecorder();
  private final int admin = Loopback.freePort();
  private final int first = Loopback.freePort();
  private final int second = Loopback.freePort();
  private final Path file;
  private Optional<Node> node = Optional.empty();

  NodeReloadTest(@TempDir Path folder) throws IOException {
    file = folder.resolve("node.yaml");
  }

  @BeforeEach
  void start() throws Exception {
    Files.writeString(file, one());
    var reading = new Reading(file, Map.of(), Optional.empty());
    var written = ((Loading.Loaded<Written>) reading.read()).value();
    node = Optional.of(Node.start(reading, written, _ -> {}));
  }

  @AfterEach
  void stop() throws Exception {
    if (node.isPresent()) {
      node.get().close();
    }
    origin.close();
  }

  @Test
  @DisplayName("and serves by listeners and rules of it; connections that are there stay")
  void applies() throws Exception {
    origin.answering("/a", OriginRecorder.ok("x"));
    try (RawClient before = client(first)) {
      before.get("/a", "www.example.com");

      Files.writeString(file, one().replace(Integer.toString(first), Integer.toString(second)));
      Files.writeString(file, rule(), java.nio.file.StandardOpenOption.APPEND);
      node.orElseThrow().reload();

      before.get("/a", "www.example.com");
      assertThat(before.get("/a", "www.example.com").field("Cache-Status"))
          .startsWith("weir-cache-1; hit");
      try (RawClient after = client(second)) {
        assertThat(after.get("/a", "www.example.com").status()).isEqualTo(200);
      }
    }
    assertThat(isTaken(first)).isFalse();
  }

  @Test
  @DisplayName("and denies by its rules at once, also on connections that are there")
  void denies() throws Exception {
    origin.answering("/a", OriginRecorder.fresh("x"));
    try (RawClient client = client(first)) {
      assertThat(client.get("/a", "www.example.com").status()).isEqualTo(200);
      assertThat(client.get("/a", "www.example.com").status()).isEqualTo(200);

      Files.writeString(
          file, one() + "  access: {rules: [{name: no, hosts: [www.example.com], then: deny}]}\n");
      node.orElseThrow().reload();

      assertThat(client.get("/a", "www.example.com").status()).isEqualTo(403);
    }
  }

  @Test
  @DisplayName("and takes nothing of it when it is wrong, wants a restart, or a port is taken")
  void refuses() throws Exception {
    Files.writeString(file, one() + "log: {level: loud}\n");
    assertThat(post("reload")).startsWith("422 ").contains("log.level");

    Files.writeString(file, one().replace("cache-1", "cache-2") + "log: {level: debug}\n");
    assertThat(post("reload")).startsWith("409 ").contains("node.name").doesNotContain("log.");

    try (var other = new ServerSocket(second, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(file, two());
      assertThat(post("reload")).startsWith("503 ").contains("" + other.getLocalPort());
    }

    assertThat(post("reload")).startsWith("200 ").contains("proxy.reverse[1].listen");
    assertThat(isTaken(first)).isTrue();
    assertThat(isTaken(second)).isTrue();
  }

  @Test
  @DisplayName("and goes back, the file too, unless it is confirmed in time")
  void trial() throws Exception {
    Files.writeString(file, two());
    assertThat(post("reload?confirm=1")).startsWith("200 ").contains("until");
    assertThat(post("reload")).startsWith("423 ");
    Soon.passes(() -> assertThat(file).hasContent(one()));
    assertThat(isTaken(second)).isFalse();
    assertThat(post("confirm")).startsWith("409 ");

    Files.writeString(file, two());
    assertThat(post("reload?confirm=3600")).startsWith("200 ");
    assertThat(post("rollback")).startsWith("200 ");
    assertThat(isTaken(second)).isFalse();

    Files.writeString(file, two());
    assertThat(post("reload?confirm=3600")).startsWith("200 ");
    assertThat(post("confirm")).startsWith("200 ");
    assertThat(post("rollback")).startsWith("409 ");
    assertThat(isTaken(second)).isTrue();
    assertThat(post("reload?confirm=0")).startsWith("400 ");
  }

  @Test
  @DisplayName("and asks parents by its chain from the next request on, by its connections too")
  void chains() throws Exception {
    try (var parent = new OriginRecorder();
        RawClient client = client(first)) {
      client.get("/a", "www.example.com");
      Files.writeString(
          file,
          one()
              + "  parents: [{name: head, address: \"127.0.0.1:%d\"}]\n"
                  .formatted(parent.address().getPort())
              + "  chain: [{name: rest, to: [head]}]\n");
      assertThat(post("reload")).startsWith("200 ");

      client.get("/b", "www.example.com");
      assertThat(parent.countOf("http://www.example.com/b")).isEqualTo(1);
      Files.writeString(file, one());
      assertThat(post("reload")).startsWith("200 ");
      client.get("/c", "www.example.com");
    }
    assertThat(origin.countOf("/a") + origin.countOf("/c")).isEqualTo(2);
    assertThat(origin.countOf("/b")).isZero();
  }

  private String one() {
    return """
    node: {name: cache-1, address: 127.0.0.1, state: %s}
    admin: {listen: "127.0.0.1:%d"}
    proxy:
      reverse:
        - {listen: "127.0.0.1:%d", origins: ["127.0.0.1:%d"]}
    """
        .formatted(file.getParent(), admin, first, origin.address().getPort());
  }

  private String two() {
    return one()
        + "    - {listen: \"127.0.0.1:%d\", origins: [\"127.0.0.1:%d\"]}\n"
            .formatted(second, origin.address().getPort());
  }

  private static String rule() {
    return "cache: {rules: [{name: pages, ttl: {default: 1h}}]}\n";
  }

  private static RawClient client(int port) throws IOException {
    return new RawClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private static boolean isTaken(int port) {
    try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return !probe.isBound();
    } catch (IOException e) {
      return true;
    }
  }

  private String post(String what) throws IOException {
    var url = URI.create("http://127.0.0.1:" + admin + "/v1/config/" + what).toURL();
    var connection = (HttpURLConnection) url.openConnection();
    connection.setRequestMethod("POST");
    connection.setRequestProperty("X-Weir", "1");
    int status = connection.getResponseCode();
    try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return status + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
