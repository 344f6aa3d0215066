package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.tls.Shown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// TLS and HTTP/2 towards clients, by curl.
@Timeout(120)
class ProxyTlsIT {
  private final OriginRecorder origin = new OriginRecorder();

  @TempDir private Path folder;
  private TlsScene scene = new TlsScene(origin.address(), Path.of("."));

  ProxyTlsIT() throws IOException {}

  @BeforeEach
  void watchForLeaks() {
    scene = new TlsScene(origin.address(), folder);
    LeakWatch.begin();
  }

  @AfterEach
  void close() throws IOException {
    origin.close();
    LeakWatch.assertNone();
  }

  @Test
  @DisplayName(
      "RFC 9113, RFC 9112: both are spoken over TLS, and get what was stored for the other")
  void both() throws Exception {
    origin.answering("/a", OriginRecorder.fresh("hello"));
    try (ProxyUnderTest node = scene.node()) {
      String second = curl(node, "www.example.com", "/a", "--http2");
      String first = curl(node, "www.example.com", "/a", "--http1.1", "--tls-max", "1.2");

      assertThat(second).startsWith("HTTP/2 200").endsWith("hello");
      assertThat(second)
          .contains("cache-status: weir-cache-1; fwd=uri-miss; fwd-status=200; stored");
      assertThat(first).startsWith("HTTP/1.1 200 OK").contains("weir-cache-1; hit");
      assertThat(node.store.urls()).containsExactly("https://www.example.com/a");
      assertThat(node.metric("weir_reverse_handshakes_total{result=\"done\"}")).isEqualTo(2);
    }
    assertThat(origin.asked).hasSize(1);
    assertThat(origin.asked.peek().head())
        .contains("Host: www.example.com\r\n", "X-Forwarded-Proto: https\r\n")
        .doesNotContainIgnoringCase("x-http2");
  }

  @Test
  @DisplayName("RFC 9113 §5.2 bodies of any size pass both ways, in many streams of one connection")
  void bodies() throws Exception {
    String big = "0123456789abcdef".repeat(256 * 1024);
    origin.answering("/big", OriginRecorder.ok(big));
    origin.answering("/some", OriginRecorder.ok(big.substring(0, 100_000)));
    origin.answering(
        "/post",
        (asked, out) ->
            out.write(OriginRecorder.latin1(OriginRecorder.ok("" + asked.body().length()))));
    Path body = Files.writeString(folder.resolve("body"), big);
    try (ProxyUnderTest node = scene.node()) {
      String url = "https://www.example.com";
      assertThat(curl(node, "www.example.com", "/big", "--http2").length())
          .isGreaterThan(big.length());
      assertThat(curl(node, "www.example.com", "/post", "--http2", "--data-binary", "@" + body))
          .endsWith("" + big.length());
      String many =
          curl(node, "www.example.com", "/some?[0-99]", "--http2", "--parallel", url + "/some");
      assertThat(many.split("HTTP/2 200", -1)).hasSize(102);
    }
  }

  @Test
  @DisplayName(
      "RFC 6066 §3 the name chooses the certificate; RFC 9110 §15.5.20 and the hosts: else 421")
  void names() throws Exception {
    try (ProxyUnderTest node = scene.node()) {
      assertThat(curl(node, "other.example.com", "/", "--http2")).startsWith("HTTP/2 200");
      assertThat(curl(node, "a.example.org", "/", "--http2")).startsWith("HTTP/2 200");
      assertThat(curl(node, "www.example.com", "/", "--http2", "-H", "Host: other.example.com"))
          .startsWith("HTTP/2 421");
      assertThat(curl(node, "stranger.example.net", "/", "--insecure"))
          .contains("unrecognized name");
      assertThat(
              curl(
                  node, "www.example.com", "/", "--tls-max", "1.1", "--ciphers", "ALL:@SECLEVEL=0"))
          .contains("alert");
      assertThat(node.metric("weir_reverse_handshakes_total{result=\"other-name\"}")).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("a certificate that has changed is shown to the next connection; a bad one is not")
  void renewed() throws Exception {
    try (ProxyUnderTest node = scene.node()) {
      Shown www = scene.shown.getFirst();
      assertThat(www.reload(Instant.now())).isEqualTo(Shown.Reload.SAME);
      scene.copy("other.pem", "www.pem");
      assertThat(www.reload(Instant.now())).as("another's key").isEqualTo(Shown.Reload.REFUSED);
      assertThat(curl(node, "www.example.com", "/", "--http2")).startsWith("HTTP/2 200");

      scene.copy("renewed.pem", "www.pem");
      scene.copy("renewed.key", "www.key");

      assertThat(www.reload(Instant.now())).isEqualTo(Shown.Reload.TAKEN);
      assertThat(curl(node, "www.example.com", "/", "--http2")).startsWith("HTTP/2 200");
      assertThat(curl(node, "a.example.org", "/")).contains("SSL");
    }
  }

  /// The answer as curl shows it, its complaints after it.
  private String curl(ProxyUnderTest node, String host, String path, String... options)
      throws Exception {
    int port = port(node);
    var command = new ArrayList<>(List.of("curl", "-sS", "-i", "-m", "30", "--cacert"));
    command.add(Files.writeString(folder.resolve("all.pem"), authorities()).toString());
    command.addAll(List.of("--connect-to", "::127.0.0.1:" + port));
    command.addAll(List.of(options));
    command.add("https://" + host + path);
    Path out = folder.resolve("out");
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    process.waitFor();
    return Files.readString(out, StandardCharsets.ISO_8859_1);
  }

  private String authorities() throws IOException {
    scene.copy("renewed.pem", "ca-renewed");
    scene.copy("www.pem", "ca-www");
    scene.copy("other.pem", "ca-other");
    return Files.readString(folder.resolve("ca-www"))
        + Files.readString(folder.resolve("ca-other"))
        + Files.readString(folder.resolve("ca-renewed"));
  }

  private static int port(ProxyUnderTest node) {
    return node.proxy.boundAddresses().getFirst().getPort();
  }
}
