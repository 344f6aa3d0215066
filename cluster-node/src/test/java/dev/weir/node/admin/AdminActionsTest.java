package dev.weir.node.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.node.admin.AdminPages.Method;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("what is done by way of the admin port")
final class AdminActionsTest {
  private final EventLog log = new EventLog("test", () -> Instant.EPOCH);
  private final AdminPages pages = AdminPages.standard(new Readiness(), new Telemetry(), log);

  @Test
  @DisplayName("a path may be read, posted to and deleted, each in its own way")
  void methods() throws IOException, ListenFailed {
    pages
        .route("/v1/rules", "Rules.", () -> List.of("rule"))
        .local(Method.POST, "/v1/rules", "Adds.", query -> new Answer.Json(200, query))
        .local(Method.DELETE, "/v1/rules", "Removes.", _ -> new Answer.Json(200, "gone"));
    try (var server = open(InetAddress.getLoopbackAddress())) {
      assertThat(ask(server, "GET", "")).startsWith("HTTP/1.1 200 ").contains("[\"rule\"]");
      assertThat(ask(server, "POST", "X-Weir: 1\r\n")).contains("{\"a\":\"b\"}");
      assertThat(ask(server, "DELETE", "X-Weir: 1\r\n")).contains("\"gone\"");
      assertThat(ask(server, "DELETE", "")).startsWith("HTTP/1.1 403 ");
      assertThat(ask(server, "PUT", ""))
          .startsWith("HTTP/1.1 405 ")
          .contains("allow: GET, HEAD, POST, DELETE");
    }
  }

  @Test
  @DisplayName("what is for this host alone is refused to a client that is not on the loopback")
  void localOnly() throws IOException, ListenFailed {
    var done = new AtomicInteger();
    pages.local(Method.POST, "/v1/rules", "Acts.", _ -> new Answer.Json(200, done.addAndGet(1)));
    Optional<InetAddress> beyond = addressBeyondLoopback();
    assumeTrue(beyond.isPresent(), "this host has no address but the loopback");
    try (var server = open(beyond.get())) {
      assertThat(ask(server, "POST", "X-Weir: 1\r\n")).startsWith("HTTP/1.1 403 ");
    }
    assertThat(done).hasValue(0);
  }

  private AdminServer open(InetAddress address) throws ListenFailed {
    return AdminServer.open(new InetSocketAddress(address, 0), pages, log);
  }

  private static Optional<InetAddress> addressBeyondLoopback() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst();
  }

  private static String ask(AdminServer server, String method, String field) throws IOException {
    InetAddress address = server.address().getAddress();
    String request =
        "%s /v1/rules?a=b HTTP/1.1\r\nHost: %s\r\n%s\r\n"
            .formatted(method, address.getHostAddress(), field);
    try (var socket = new Socket(address, server.address().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
