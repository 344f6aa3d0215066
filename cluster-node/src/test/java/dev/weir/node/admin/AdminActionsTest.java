package dev.weir.node.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.node.admin.AdminPages.Method;
import dev.weir.node.admin.gate.Gate;
import dev.weir.node.config.value.Secret;
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
  private static final String TOKEN = "0123456789abcdef".repeat(2);

  private final EventLog log = new EventLog("test", () -> Instant.EPOCH);
  private final Telemetry telemetry = new Telemetry();
  private final AdminPages pages = AdminPages.standard(new Readiness(), telemetry, log);

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
  @DisplayName("SEC-K5 whoever is not on the loopback shows the token: 401 without, 200 with it")
  void token() throws IOException, ListenFailed {
    var done = new AtomicInteger();
    pages.local(Method.POST, "/v1/rules", "Acts.", _ -> new Answer.Json(200, done.addAndGet(1)));
    try (var server = open(beyondLoopback())) {
      assertThat(ask(server, "POST", "X-Weir: 1\r\n"))
          .startsWith("HTTP/1.1 401 ")
          .contains("www-authenticate: Bearer");
      assertThat(ask(server, "GET", "")).startsWith("HTTP/1.1 401 ").doesNotContain("/v1/rules");
      assertThat(ask(server, "GET /none", "")).startsWith("HTTP/1.1 401 ");
      assertThat(ask(server, "GET /metrics", "")).startsWith("HTTP/1.1 401 ");
      assertThat(ask(server, "GET /livez", "")).startsWith("HTTP/1.1 200 ");
      assertThat(done).hasValue(0);
      assertThat(ask(server, "POST", "X-Weir: 1\r\nAuthorization: bearer " + TOKEN + "\r\n"))
          .startsWith("HTTP/1.1 200 ");
      assertThat(done).hasValue(1);
      assertThat(ask(server, "POST", "Authorization: Bearer " + TOKEN + "\r\n"))
          .startsWith("HTTP/1.1 403 ");
    }
  }

  @Test
  @DisplayName("SEC-K5 after ten wrong tokens an address is told 429, also with the right one")
  void guessing() throws IOException, ListenFailed {
    try (var server = open(beyondLoopback())) {
      for (int i = 0; i < Gate.WRONG_MAX; i++) {
        assertThat(ask(server, "GET /metrics", "Authorization: Bearer guess" + i + "\r\n"))
            .startsWith("HTTP/1.1 401 ");
      }
      assertThat(ask(server, "GET /metrics", "Authorization: Bearer " + TOKEN + "\r\n"))
          .startsWith("HTTP/1.1 429 ")
          .contains("retry-after: 60");
      assertThat(ask(server, "GET /livez", "")).startsWith("HTTP/1.1 200 ");
    }
    assertThat(telemetry.scrape())
        .contains("weir_admin_requests_total{result=\"wrong_token\"} 10.0")
        .contains("weir_admin_requests_total{result=\"too_many\"} 1.0");
    assertThat(log.since(1)).extracting("name").containsExactly("admin-refused");
  }

  @Test
  @DisplayName("SEC-K5 a POST of a foreign page is refused, however it is made")
  void foreignPages() throws IOException, ListenFailed {
    var done = new AtomicInteger();
    pages.local(Method.POST, "/v1/rules", "Acts.", _ -> new Answer.Json(200, done.addAndGet(1)));
    try (var server = open(InetAddress.getLoopbackAddress())) {
      String own = "Origin: http://127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n";
      assertThat(ask(server, "POST", "X-Weir: 1\r\nOrigin: http://evil.test\r\n"))
          .startsWith("HTTP/1.1 403 ");
      assertThat(ask(server, "POST", "X-Weir: 1\r\nSec-Fetch-Site: cross-site\r\n"))
          .startsWith("HTTP/1.1 403 ");
      assertThat(ask(server, "POST", form("application/x-www-form-urlencoded", "a=b")))
          .startsWith("HTTP/1.1 415 ");
      assertThat(ask(server, "POST", form("text/plain", "{}"))).startsWith("HTTP/1.1 415 ");
      assertThat(ask(server, "TRACE", own)).startsWith("HTTP/1.1 405 ");
      assertThat(ask(server, "OPTIONS", own)).startsWith("HTTP/1.1 405 ");
      assertThat(done).hasValue(0);
      assertThat(ask(server, "POST", "X-Weir: 1\r\n" + own)).startsWith("HTTP/1.1 200 ");
      assertThat(done).hasValue(1);
    }
  }

  @Test
  @DisplayName("a body of JSON gives parameters; SEC-R9 what is none, deep or long is refused")
  void bodies() throws IOException, ListenFailed {
    pages.local(Method.POST, "/v1/rules", "Acts.", query -> new Answer.Json(200, query));
    try (var server = open(InetAddress.getLoopbackAddress())) {
      String json = "application/json; charset=utf-8";
      assertThat(ask(server, "POST", form(json, "{\"what\":\"x\",\"for\":300}")))
          .contains("{\"a\":\"b\",\"what\":\"x\",\"for\":\"300\"}");
      for (String bad : List.of("[]", "{", "{\"a\":{}}", "[".repeat(9000), "1")) {
        assertThat(ask(server, "POST", form(json, bad))).as(bad).startsWith("HTTP/1.1 400 ");
      }
      assertThat(ask(server, "POST", form(json, "[".repeat(17 << 10)))).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  @DisplayName("SEC-K5 nothing that is shown may be framed, sniffed, kept or run by others")
  void headers() throws IOException, ListenFailed {
    pages.route("/v1/rules", "Rules.", () -> List.of("rule"));
    try (var server = open(InetAddress.getLoopbackAddress())) {
      assertThat(ask(server, "GET", "Origin: http://evil.test\r\n"))
          .contains("content-security-policy: default-src 'none'; script-src 'self';")
          .contains("frame-ancestors 'none'", "x-content-type-options: nosniff")
          .contains("cache-control: no-store", "cross-origin-resource-policy: same-origin")
          .doesNotContainIgnoringCase("access-control-allow", "unsafe-inline");
    }
  }

  private static String form(String mediaType, String body) {
    return "Content-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(mediaType, body.length(), body);
  }

  private AdminServer open(InetAddress address) throws ListenFailed {
    return AdminServer.open(
        new InetSocketAddress(address, 0), Optional.of(Secret.of(TOKEN)), pages, telemetry, log);
  }

  private static InetAddress beyondLoopback() throws IOException {
    Optional<InetAddress> beyond =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .findFirst();
    assumeTrue(beyond.isPresent(), "this host has no address but the loopback");
    return beyond.orElseThrow();
  }

  /// `what` is a method, or with a path another request.
  private static String ask(AdminServer server, String what, String field) throws IOException {
    InetAddress address = server.address().getAddress();
    String line = what.contains(" ") ? what : what + " /v1/rules?a=b";
    String request =
        "%s HTTP/1.1\r\nHost: %s\r\n%s\r\n".formatted(line, address.getHostAddress(), field);
    try (var socket = new Socket(address, server.address().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
