package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.weir.node.Soon;
import dev.weir.node.grid.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Debian's nginx as an origin, and curl as a client, with a node between them.
@Timeout(120)
final class NginxOriginIT {
  private static final Path PROGRAM = Path.of("/usr/sbin/nginx");
  private static final int BIG = 1_500_000;

  private final InetSocketAddress address =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), Loopback.freePort());
  private final Path folder;
  private final Process nginx;

  NginxOriginIT(@TempDir Path folder) throws Exception {
    if (!"true".equals(System.getenv("CI"))) {
      assumeThat(PROGRAM).exists();
    }
    this.folder = folder;
    Files.createDirectory(folder.resolve("www"));
    Files.writeString(folder.resolve("www/page.html"), "<p>" + "a page ".repeat(500));
    byte[] big = new byte[BIG];
    new Random(7).nextBytes(big);
    Files.write(folder.resolve("www/big.bin"), big);
    Path file = Files.writeString(folder.resolve("nginx.conf"), configuration());
    nginx =
        new ProcessBuilder(
                PROGRAM.toString(), "-p", folder.toString(), "-e", "error", "-c", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
  }

  @BeforeEach
  void awaitStart() {
    Soon.passes(() -> {
      try (var socket = new Socket(address.getAddress(), address.getPort())) {
        assertThat(socket.isConnected()).isTrue();
      } catch (IOException notYet) {
        throw new AssertionError(Files.readString(folder.resolve("out")), notYet);
      }
    });
    LeakWatch.begin();
  }

  @AfterEach
  void stop() throws Exception {
    nginx.destroy();
    nginx.waitFor();
    LeakWatch.assertNone();
  }

  @Test
  @DisplayName("a file is fetched once, then stored: whole, in parts, its head, 304 by its tag")
  void stored() throws Exception {
    try (var node = new ProxyUnderTest(address)) {
      assertThat(curl(node, "/big.bin", "-o", folder.resolve("got").toString())).isEmpty();
      assertThat(folder.resolve("got")).hasSameBinaryContentAs(folder.resolve("www/big.bin"));

      String head = curl(node, "/big.bin", "-I");
      assertThat(head).contains("200 OK", "Content-Length: " + BIG, "weir-cache-1; hit");
      String tag = head.lines().filter(it -> it.startsWith("ETag: ")).findFirst().orElseThrow();
      assertThat(curl(node, "/big.bin", "-i", "-H", "If-None-Match: " + tag.substring(6)))
          .startsWith("HTTP/1.1 304 ");
      String part = folder.resolve("part").toString();
      curl(node, "/big.bin", "-r", "1000000-1000999", "-o", part);
      byte[] whole = Files.readAllBytes(folder.resolve("www/big.bin"));
      assertThat(Files.readAllBytes(Path.of(part)))
          .isEqualTo(Arrays.copyOfRange(whole, 1_000_000, 1_001_000));
    }
    assertThat(asked()).containsExactly("GET /big.bin 200");
  }

  @Test
  @DisplayName("what is stale is asked after by its tag: 304, and it is fresh again")
  void validated() throws Exception {
    try (var node = new ProxyUnderTest(address)) {
      curl(node, "/page.html");
      node.later(Duration.ofSeconds(61));
      assertThat(curl(node, "/page.html", "-i")).contains("200 OK", "fwd=stale; fwd-status=304");
      assertThat(curl(node, "/page.html", "-i")).contains("weir-cache-1; hit");
    }
    assertThat(asked()).containsExactly("GET /page.html 200", "GET /page.html 304");
  }

  @Test
  @DisplayName("its gzip, in chunks of unknown length, and the plain text are two variants")
  void variants() throws Exception {
    try (var node = new ProxyUnderTest(address)) {
      for (int i = 0; i < 2; i++) {
        assertThat(curl(node, "/page.html", "--compressed")).startsWith("<p>a page a page");
        assertThat(curl(node, "/page.html")).startsWith("<p>a page a page");
      }
      assertThat(curl(node, "/page.html", "-i", "--compressed", "-o", "-"))
          .contains("Content-Encoding: gzip", "weir-cache-1; hit");
    }
    assertThat(asked()).hasSize(2);
  }

  @Test
  @DisplayName("what it redirects, refuses or does not have is passed on; an upload reaches it")
  void others() throws Exception {
    try (var node = new ProxyUnderTest(address)) {
      assertThat(curl(node, "/there", "-i")).contains("302 ", "Location: ", "/page.html");
      assertThat(curl(node, "/nothing", "-i")).startsWith("HTTP/1.1 404 ");
      String file = "@" + folder.resolve("www/big.bin");
      assertThat(curl(node, "/up", "-X", "POST", "--data-binary", file)).isEqualTo("" + BIG);
    }
    assertThat(asked()).contains("POST /up 200");
  }

  /// What curl prints of a path, asked of the node as if of the origin.
  private String curl(ProxyUnderTest node, String path, String... options) throws Exception {
    var all = new ArrayList<>(List.of(options));
    InetSocketAddress at = node.proxy.boundAddresses().getFirst();
    all.addAll(List.of("--connect-to", "::127.0.0.1:" + at.getPort()));
    all.add("http://" + node.host() + path);
    return Curl.run(all.toArray(String[]::new));
  }

  /// What nginx has logged: it does so before it takes the next request, or at its end.
  private List<String> asked() throws Exception {
    nginx.destroy();
    nginx.waitFor();
    return Files.readAllLines(folder.resolve("access.log"));
  }

  private String configuration() {
    return """
    daemon off;
    master_process off;
    pid %1$s/pid;
    events {}
    http {
      log_format short '$request_method $uri $status';
      access_log %1$s/access.log short;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      client_max_body_size 10m;
      default_type text/html;
      server {
        listen 127.0.0.1:%2$d;
        root %1$s/www;
        expires 60s;
        gzip on;
        gzip_vary on;
        gzip_types text/html;
        gzip_proxied any;
        gzip_min_length 100;
        location = /there { return 302 /page.html; }
        location = /up { return 200 $content_length; }
      }
    }
    """
        .formatted(folder, address.getPort());
  }
}
