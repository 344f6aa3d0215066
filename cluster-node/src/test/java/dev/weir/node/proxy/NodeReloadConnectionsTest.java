package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.node.Node;
import dev.weir.node.Soon;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.grid.Loopback;
import dev.weir.node.reload.Reading;
import dev.weir.node.reload.Written;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A whole node that takes up something else in the middle of downloads; service groups are the
/// lab's (`reload`).
@Timeout(120)
final class NodeReloadConnectionsTest {
  private static final String HOST = "www.example.com";

  /// What becomes another.
  enum Part {
    LISTENERS,
    RULES,
    LISTS,
    CERTIFICATES
  }

  private final OriginRecorder origin = new OriginRecorder();
  private final GatedAnswer clear = GatedAnswer.of(10, 200_000);
  private final GatedAnswer byTls = GatedAnswer.of(10, 200_000);
  private final int admin = Loopback.freePort();
  private final InetSocketAddress plain = local(Loopback.freePort());
  private final InetSocketAddress moved = local(Loopback.freePort());
  private final InetSocketAddress tls = local(Loopback.freePort());
  private final Path folder;
  private final Path file;
  private Optional<Node> node = Optional.empty();

  NodeReloadConnectionsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    file = folder.resolve("node.yaml");
    origin.answering("/clear", clear).answering("/tls", byTls);
  }

  @AfterEach
  void stop() throws Exception {
    clear.gate.countDown();
    byTls.gate.countDown();
    if (node.isPresent()) {
      node.get().close();
    }
    origin.close();
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  @DisplayName("what is under way goes on to its end, whatever is taken up; what begins has it")
  void underWay(Part part) throws Exception {
    start();
    try (RawClient first = new RawClient(plain);
        RawClient second = new RawClient(RawHttp2.connected(tls, HOST, "http/1.1"))) {
      first.send(get("/clear"));
      second.send(get("/tls"));
      RawClient.Response head = first.readHead();
      RawClient.Response other = second.readHead();

      change(part);
      node.orElseThrow().reload();
      Soon.passes(() -> assertTaken(part));

      clear.gate.countDown();
      byTls.gate.countDown();
      assertThat(first.rest(head).body()).hasSize(200_000);
      assertThat(second.rest(other).body()).hasSize(200_000);
      boolean denied = part == Part.RULES || part == Part.LISTS;
      assertThat(first.get("/next", HOST).status()).isEqualTo(denied ? 403 : 200);
      assertThat(second.get("/next", HOST).status()).isEqualTo(denied ? 403 : 200);
    }
  }

  private void start() throws Exception {
    copy("www.pem", "site.pem");
    copy("www.key", "site.key");
    Files.writeString(folder.resolve("list"), "nobody.example\n");
    Files.writeString(file, written());
    var reading = new Reading(file, Map.of(), Optional.empty());
    var loaded = ((Loading.Loaded<Written>) reading.read()).value();
    node = Optional.of(Node.start(reading, loaded, _ -> {}));
  }

  private void change(Part part) throws IOException {
    switch (part) {
      case LISTENERS ->
          Files.writeString(file, written().replace(":" + plain.getPort(), ":" + moved.getPort()));
      case RULES -> Files.writeString(file, written().replace("then: allow", "then: deny"));
      case LISTS -> Files.writeString(folder.resolve("list"), "example.com\n");
      case CERTIFICATES -> {
        copy("renewed.pem", "site.pem");
        copy("renewed.key", "site.key");
      }
    }
  }

  private void assertTaken(Part part) throws Exception {
    switch (part) {
      case LISTENERS -> {
        assertThatThrownBy(() -> new RawClient(plain).close()).isInstanceOf(ConnectException.class);
        assertThat(status(moved)).isEqualTo(200);
      }
      case RULES, LISTS -> assertThat(status(plain)).isEqualTo(403);
      case CERTIFICATES ->
          assertThatThrownBy(() -> RawHttp2.connected(tls, HOST, "http/1.1").startHandshake())
              .isInstanceOf(SSLException.class);
    }
  }

  private static int status(InetSocketAddress at) throws IOException {
    try (RawClient client = new RawClient(at)) {
      return client.get("/new", HOST).status();
    }
  }

  private String written() {
    return """
    node: {name: cache-1, address: 127.0.0.1, state: %1$s}
    admin: {listen: "127.0.0.1:%2$d"}
    proxy:
      reverse:
        - {listen: "127.0.0.1:%3$d", origins: ["127.0.0.1:%5$d"]}
        - listen: "127.0.0.1:%4$d"
          hosts: [www.example.com]
          origins: ["127.0.0.1:%5$d"]
          tls: {certificate: "file:%1$s/site.pem", key: "file:%1$s/site.key"}
      access:
        look: 1h
        lists: [{name: bad, domains: "file:%1$s/list"}]
        rules:
          - {name: listed, then: deny, lists: [bad]}
          - {name: here, then: allow, hosts: [www.example.com]}
    """
        .formatted(folder, admin, plain.getPort(), tls.getPort(), origin.address().getPort());
  }

  private void copy(String from, String to) throws IOException {
    try (var in = NodeReloadConnectionsTest.class.getResourceAsStream("/tls/" + from)) {
      Files.copy(in, folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";
  }

  private static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
