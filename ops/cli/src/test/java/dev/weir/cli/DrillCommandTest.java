package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.weir.cli.terminal.ExitCode;
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

final class DrillCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> asked = new ArrayList<>();
  private final HttpServer node;
  private int status = 200;

  DrillCommandTest() throws IOException {
    node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void open() {
    node.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          byte[] body = "{}\n".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    node.start();
  }

  @AfterEach
  void close() {
    node.stop(0);
  }

  @Test
  @DisplayName("a drill is told and nothing is done, unless --yes asks for it")
  void tells() {
    assertThat(drill()).isEqualTo(ExitCode.OK);
    assertThat(drill("drain-node")).isEqualTo(ExitCode.OK);
    assertThat(asked).isEmpty();
    assertThat(out.toString()).contains("lose-node ", "expect\n", "weir drain --cancel");

    assertThat(drill("drain-node", "--yes")).isEqualTo(ExitCode.OK);
    assertThat(drill("full-bypass", "--yes")).isEqualTo(ExitCode.OK);
    assertThat(asked)
        .containsExactly(
            "POST /v1/drain", "POST /v1/bypass?what=0.0.0.0%2F0&side=to&for=300&because=drill");
  }

  @Test
  @DisplayName("what no node does itself is not begun, and an unknown drill asks nobody: 2")
  void misused() {
    assertThat(drill("lose-node", "--yes")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("'weir drill lose-node' has the line to type");
    assertThat(drill("lose")).isEqualTo(ExitCode.USAGE);
    assertThat(drill("--yes")).isEqualTo(ExitCode.USAGE);
    assertThat(drill("lose-node", "--config", "pom.xml")).isEqualTo(ExitCode.USAGE);
    assertThat(asked).isEmpty();
  }

  @Test
  @DisplayName("a node that refuses ends it with 1")
  void refused() {
    status = 403;
    assertThat(drill("drain-node", "--yes")).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString()).contains("answered 403", "run this there");
  }

  private int drill(String... words) {
    var all = new ArrayList<>(List.of("drill"));
    all.addAll(List.of(words));
    all.addAll(List.of("--admin", "127.0.0.1:" + node.getAddress().getPort()));
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
