package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Soon;
import dev.weir.node.access.AccessLog;
import dev.weir.node.proxy.access.Access;
import dev.weir.node.proxy.access.AccessRules;
import dev.weir.node.proxy.icap.IcapServices;
import dev.weir.node.proxy.icap.IcapSettings;
import dev.weir.node.proxy.icap.IcapSettings.Mode;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// With Debian's c-icap and its echo, which gives back what it is shown.
@Timeout(120)
class CIcapTest {
  private static final Path SERVICES = Path.of("/usr/lib/x86_64-linux-gnu/c_icap");

  private final OriginRecorder origin = new OriginRecorder();
  private final Telemetry telemetry = new Telemetry();

  @TempDir private Path folder;

  CIcapTest() throws IOException {}

  @BeforeEach
  void watchForLeaks() {
    LeakWatch.begin();
  }

  @AfterEach
  void close() throws IOException {
    origin.close();
    LeakWatch.assertNone();
  }

  @Test
  @DisplayName("RFC 3507 c-icap looks at requests and responses, short and long, and all arrive")
  void echo() throws Exception {
    String longBody = "0123456789abcdef".repeat(40_000);
    origin.answering("/short", OriginRecorder.fresh("hello"));
    origin.answering("/long", OriginRecorder.fresh(longBody));
    origin.answering("/post", OriginRecorder.fresh("taken"));
    int port = freePort();
    Process icap = start(port);
    try (ProxyUnderTest node = node(port);
        RawClient client = node.client()) {
      assertThat(get(client, "/short").body()).isEqualTo("hello");
      assertThat(get(client, "/short").field("Cache-Status")).isEqualTo("weir-cache-1; hit");
      assertThat(get(client, "/long").body()).isEqualTo(longBody);
      assertThat(get(client, "/long").body()).isEqualTo(longBody);
      client.send(
          "POST "
              + url("/post")
              + " HTTP/1.1\r\nHost: "
              + host()
              + "\r\nContent-Length: "
              + longBody.length()
              + "\r\n\r\n"
              + longBody);
      assertThat(client.read(false).body()).isEqualTo("taken");
    } finally {
      icap.descendants().forEach(ProcessHandle::destroyForcibly);
      icap.destroyForcibly().waitFor();
    }
    assertThat(origin.countOf("/long")).isEqualTo(1);
    assertThat(telemetry.scrape())
        .contains("service=\"requests\"", "service=\"responses\"")
        .doesNotContain("weir_icap_failures_total{");
  }

  private Process start(int port) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("c-icap.conf"),
            """
            PidFile %1$s/pid
            CommandsSocket %1$s/ctl
            Port 127.0.0.1:%2$d
            StartServers 1
            MaxServers 1
            ThreadsPerChild 10
            TmpDir %1$s
            ModulesDir %3$s
            ServicesDir %3$s
            ServerLog %1$s/server.log
            AccessLog %1$s/access.log
            Service echo srv_echo.so
            """
                .formatted(folder, port, SERVICES));
    Process icap =
        new ProcessBuilder("c-icap", "-N", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    Soon.passes(() -> {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
      } catch (IOException notYet) {
        throw new AssertionError(notYet);
      }
    });
    return icap;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private ProxyUnderTest node(int port) throws IOException {
    var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var services =
        List.of(settings("requests", at, Mode.REQMOD), settings("responses", at, Mode.RESPMOD));
    var events = new EventLog("t", InstantSource.system());
    var adaptation = new IcapServices(telemetry, events).next(services);
    var access = new Access(AccessRules.NONE, Optional.empty(), Optional.empty(), adaptation);
    return ProxyUnderTest.guarded(() -> access, AccessLog.off(), Doors.explicit());
  }

  private static IcapSettings settings(String name, InetSocketAddress at, Mode mode) {
    return new IcapSettings(name, at, "/echo", mode, 4096, false, Duration.ofSeconds(60), 16);
  }

  private String host() {
    return "127.0.0.1:" + origin.address().getPort();
  }

  private String url(String path) {
    return "http://" + host() + path;
  }

  private RawClient.Response get(RawClient client, String path) throws IOException {
    return client.get(url(path), host());
  }
}
