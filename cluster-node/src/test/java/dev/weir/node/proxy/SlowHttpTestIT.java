package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Soon;
import dev.weir.node.proxy.client.ClientTimes;
import dev.weir.node.proxy.limit.BodyPace;
import dev.weir.node.proxy.limit.ClientLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The program slowhttptest in its four modes at once; `ops/bench/slowhttptest.sh` is the long
/// form.
@Timeout(120)
final class SlowHttpTestIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofSeconds(3);

  /// Of each mode.
  private static final int CONNECTIONS = 100;

  private final OriginRecorder origin = new OriginRecorder();

  SlowHttpTestIT() throws IOException {}

  @Test
  @DisplayName(
      "SEC-R1 slowhttptest -H -B -R -X: all slow ones are closed, every good request is answered")
  void fourModes() throws IOException, InterruptedException {
    origin.answering(
        "/big",
        (_, out) -> {
          out.write(OriginRecorder.latin1("HTTP/1.1 200 OK\r\nContent-Length: 8388608\r\n\r\n"));
          out.write(new byte[8 << 20]);
        });
    var message = new ClientLimits.Message(8192, 65_536, 100, 1 << 30, new BodyPace(240, SHORT));
    var client = new ClientLimits(10_000, 32, 10_000, 10_000, message);
    var times = new ClientTimes(SHORT, LONG, SHORT, 1 << 20, LONG, LONG);
    var limits = new ProxyConfig.Limits(() -> 10_000, 1000, 2, () -> client);
    var over = new CountDownLatch(1);
    try (ProxyUnderTest node = ProxyUnderTest.limited(origin.address(), limits, times)) {
      List<Process> slow = new ArrayList<>();
      slow.add(slow(node, "/a", "-H"));
      slow.add(slow(node, "/a", "-B", "-s", "8192", "-t", "POST"));
      slow.add(slow(node, "/a", "-R", "-a", "5", "-b", "3000"));
      slow.add(slow(node, "/big", "-X", "-w", "512", "-y", "1024", "-n", "1", "-z", "32"));
      Thread.ofVirtual().start(() -> awaitAll(slow, over));
      do {
        try (RawClient one = node.client()) {
          assertThat(one.get("/a", node.host()).status()).isEqualTo(200);
        }
      } while (over.getCount() > 0);

      Soon.passes(() -> assertThat(node.metric("weir_http_connections")).isZero());
      for (String counted :
          List.of(
              "weir_http_refused_total{reason=\"head-too-slow\"}",
              "weir_http_refused_total{reason=\"body-too-slow\"}",
              "weir_http_connections_closed_total{reason=\"stalled\"}")) {
        assertThat(node.metric(counted)).as(counted).isPositive();
      }
    } finally {
      origin.close();
    }
  }

  private static Process slow(ProxyUnderTest node, String path, String... mode) throws IOException {
    var address = node.proxy.boundAddresses().getFirst();
    String connections = Integer.toString(CONNECTIONS);
    var command =
        new ArrayList<>(
            List.of("slowhttptest", "-c", connections, "-r", connections, "-l", "8", "-i", "1"));
    command.addAll(List.of(mode));
    command.addAll(List.of("-u", "http://127.0.0.1:" + address.getPort() + path));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static void awaitAll(List<Process> programs, CountDownLatch over) {
    try {
      for (Process program : programs) {
        program.getInputStream().transferTo(OutputStream.nullOutputStream());
        program.waitFor();
      }
    } catch (IOException | InterruptedException e) {
      programs.forEach(Process::destroyForcibly);
    } finally {
      over.countDown();
    }
  }
}
