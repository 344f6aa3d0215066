package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FaultCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> asked = new ArrayList<>();
  private final HttpServer router;
  private int status = 200;

  FaultCommandTest() throws IOException {
    router = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void open() {
    router.createContext(
        "/",
        exchange -> {
          String own = exchange.getRequestHeaders().getFirst("X-Weir");
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + own);
          byte[] body = "{\"fault\":\"x\"}\n".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    router.start();
  }

  @AfterEach
  void close() {
    router.stop(0);
  }

  @Test
  @DisplayName("fault posts what is wanted, with the header that an action needs")
  void posts() {
    assertThat(fault("flush", "--service", "web-cache")).isEqualTo(0);
    assertThat(fault("drop", "30")).isEqualTo(0);
    assertThat(fault("delay", "200")).isEqualTo(0);
    assertThat(fault("none")).isEqualTo(0);

    assertThat(asked)
        .containsExactly(
            "POST /v1/faults/flush?service=web-cache 1",
            "POST /v1/faults/drop?percent=30 1",
            "POST /v1/faults/delay?millis=200 1",
            "POST /v1/faults/none 1");
    assertThat(out.toString()).startsWith("{\"fault\":\"x\"}\n");
  }

  @Test
  @DisplayName("fault on a router that is not to misbehave ends with 1 and says how to start it")
  void refused() {
    status = 403;

    assertThat(fault("reboot")).isEqualTo(1);
    assertThat(err.toString()).contains("started without --faults-on-demand");
  }

  @Test
  @DisplayName("an unknown fault or a missing number asks nobody and ends with 2")
  void misused() {
    assertThat(fault("explode")).isEqualTo(2);
    assertThat(fault("drop")).isEqualTo(2);
    assertThat(fault("delay", "soon")).isEqualTo(2);
    assertThat(asked).isEmpty();
  }

  private int fault(String... words) {
    var all = new ArrayList<>(List.of("fault"));
    all.addAll(List.of(words));
    all.addAll(List.of("--admin", "127.0.0.1:" + router.getAddress().getPort()));
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }
}
