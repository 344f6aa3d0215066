package dev.weir.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.weir.cli.show.AdminClient.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Asking a program that wants a token.
final class AdminClientTest {
  @TempDir private Path folder;
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String shown = exchange.getRequestHeaders().getFirst("Authorization");
          byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders("Bearer right".equals(shown) ? 200 : 401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  @DisplayName("The token of the environment is shown, also one in a file")
  void shown() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "right\n");

    assertThat(asked(Map.of("WEIR_ADMIN_TOKEN", "right"))).isInstanceOf(Reply.Page.class);
    assertThat(asked(Map.of("WEIR_ADMIN_TOKEN", "file:" + file))).isInstanceOf(Reply.Page.class);
  }

  @Test
  @DisplayName("Without it, with a wrong one, or where its file is missing, it is said what to do")
  void wanted() {
    for (String none : List.of("", "wrong", "file:" + folder.resolve("nobody"))) {
      assertThat(asked(Map.of("WEIR_ADMIN_TOKEN", none)))
          .isInstanceOfSatisfying(
              Reply.Unreachable.class, it -> assertThat(it.why()).contains("WEIR_ADMIN_TOKEN"));
    }
  }

  private Reply asked(Map<String, String> environment) {
    var address = AdminAddress.parse("127.0.0.1:" + server.getAddress().getPort());
    return new AdminClient(List.of(address), environment).get(List.of("/v1/wccp"));
  }
}
