package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.access.AccessLog;
import dev.weir.node.config.access.UsersConfig;
import dev.weir.node.config.value.Secret;
import dev.weir.node.proxy.access.Access;
import dev.weir.node.proxy.access.AccessRule;
import dev.weir.node.proxy.access.AccessRules;
import dev.weir.node.proxy.access.user.Login;
import dev.weir.node.proxy.access.user.Users;
import dev.weir.node.proxy.caller.Explicit;
import dev.weir.node.proxy.forward.ForwardPolicy;
import dev.weir.node.proxy.icap.Adaptation;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who may what, over loopback sockets.
@Timeout(120)
class ProxyAccessTest {
  /// `htpasswd -nbB ann secret` and `htpasswd -nbB -C 4 bob pass:word` of Debian's apache2-utils.
  private static final Map<String, Secret> HASHES =
      Map.of(
          "ann", Secret.of("$2y$05$ipIa8rlACdf9sPCTtaQXcOmx5PwAUDdcjjpar1bK5hOmsAxhVa1gq"),
          "bob", Secret.of("$2y$04$/s9Mu9jG1LKWjrG/C8uuB.DHRbYpCDDBy0gsnkQvPnJdkKhwXoMVG"));

  private final OriginRecorder origin = new OriginRecorder();
  private final Telemetry logins = new Telemetry();
  private final Login login = new Login(() -> Users.of(new UsersConfig(HASHES, "the lab")), logins);

  @TempDir private Path folder;

  ProxyAccessTest() throws IOException {}

  @BeforeEach
  void watchForLeaks() {
    LeakWatch.begin();
  }

  @AfterEach
  void close() throws IOException {
    login.close();
    origin.close();
    LeakWatch.assertNone();
  }

  @Test
  @DisplayName("RFC 9110 §15.5.4 what a rule denies gets 403, the rule's name, and no origin")
  void denied() throws Exception {
    origin.answering("/a", OriginRecorder.fresh("hello"));
    Path file = folder.resolve("access.log");
    var log =
        AccessLog.open(
            file,
            AccessLog.Format.JSON,
            new EventLog("t", InstantSource.system()),
            new Telemetry());
    try (ProxyUnderTest node =
            node(Denials.access(List.of(Denials.ofUrl("secret")), List.of()), log);
        RawClient client = node.client()) {
      assertThat(get(client, "/a").body()).isEqualTo("hello");
      assertThat(get(client, "/a").field("Cache-Status")).isEqualTo("weir-cache-1; hit");

      RawClient.Response refused = get(client, "/secret");

      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.body()).startsWith("403 Forbidden (access-no-secret)\n");
      assertThat(refused.field("Cache-Status"))
          .isEqualTo("weir-cache-1; fwd=bypass; detail=access-no-secret");
      assertThat(get(client, "/a").status()).isEqualTo(200);
      assertThat(node.metric("weir_access_denied_total{rule=\"no-secret\"}")).isEqualTo(1);
    }
    log.close();
    assertThat(origin.countOf("/secret")).isZero();
    assertThat(Files.readString(file))
        .contains("\"result\":\"denied\"")
        .contains("\"rule\":\"no-secret\"");
  }

  @Test
  @DisplayName("a rule that comes holds for what is stored, also on a connection that is open")
  void storedToo() throws IOException {
    origin.answering("/a", OriginRecorder.fresh("hello"));
    var present = new AtomicReference<>(Access.OPEN);
    try (ProxyUnderTest node =
            ProxyUnderTest.guarded(present::get, AccessLog.off(), Doors.explicit());
        RawClient client = node.client()) {
      get(client, "/a");
      assertThat(get(client, "/a").field("Cache-Status")).isEqualTo("weir-cache-1; hit");

      present.set(Denials.access(List.of(Denials.ofUrl("/a")), List.of()));

      assertThat(get(client, "/a").status()).isEqualTo(403);
    }
  }

  @Test
  @DisplayName("a denied media type is replaced by the page, fetched or stored, and not kept")
  void types() throws IOException {
    String image =
        OriginRecorder.fresh("GIF89a").replace("\r\n\r\n", "\r\nContent-Type: image/gif\r\n\r\n");
    origin.answering("/i", (_, out) -> out.write(OriginRecorder.latin1(image)));
    var present = new AtomicReference<>(Denials.access(List.of(), List.of(Denials.ofImages())));
    try (ProxyUnderTest node =
            ProxyUnderTest.guarded(present::get, AccessLog.off(), Doors.explicit());
        RawClient client = node.client()) {
      RawClient.Response refused = get(client, "/i");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.field("Content-Type")).isEqualTo("text/html; charset=utf-8");
      assertThat(refused.field("Cache-Control")).isEqualTo("no-store");
      assertThat(refused.body())
          .isEqualTo("<p>" + url("/i") + " denied by no-images at weir-cache-1</p>");

      present.set(Access.OPEN);
      assertThat(get(client, "/i").body()).isEqualTo("GIF89a");
      assertThat(get(client, "/i").field("Cache-Status")).isEqualTo("weir-cache-1; hit");

      present.set(Denials.access(List.of(), List.of(Denials.ofImages())));
      assertThat(get(client, "/i").status()).isEqualTo(403);
      assertThat(node.store.count()).isEqualTo(1);
    }
    assertThat(origin.countOf("/i")).isEqualTo(2);
  }

  @Test
  @DisplayName("RFC 7617 §2 a password lets in, is not sent on, and the log has the user's name")
  void login() throws Exception {
    origin.answering("/a", OriginRecorder.fresh("hello"));
    Path file = folder.resolve("access.log");
    var log =
        AccessLog.open(
            file,
            AccessLog.Format.SQUID,
            new EventLog("t", InstantSource.system()),
            new Telemetry());
    try (ProxyUnderTest node = node(withLogin(List.of(Denials.ofBob())), log);
        RawClient client = node.client()) {
      RawClient.Response asked = get(client, "/a");
      assertThat(asked.status()).isEqualTo(407);
      assertThat(asked.field("Proxy-Authenticate"))
          .isEqualTo("Basic realm=\"the lab\", charset=\"UTF-8\"");
      assertThat(get(client, "/a", basic("ann:wrong")).status()).isEqualTo(407);
      assertThat(get(client, "/a", basic("eve:secret")).status()).isEqualTo(407);
      assertThat(get(client, "/a", basic("ann:secret")).body()).isEqualTo("hello");
      assertThat(get(client, "/b", basic("bob:pass:word")).status()).isEqualTo(403);
      assertThat(get(client, "/a", "Proxy-Authorization: Bearer x").status()).isEqualTo(407);
      assertThat(get(client, "/a", basic("ann:" + "x".repeat(73))).status()).isEqualTo(407);
    }
    log.close();
    assertThat(origin.asked.peek().head()).doesNotContainIgnoringCase("authorization");
    assertThat(Files.readString(file)).contains("/a ann HIER_DIRECT").doesNotContain("secret");
    assertThat(logins.scrape())
        .contains("weir_access_logins_total{result=\"known\"} 2")
        .contains("weir_access_logins_total{result=\"wrong\"} 4")
        .contains("weir_access_logins_total{result=\"absent\"} 1");
  }

  @Test
  @DisplayName("RFC 9110 §9.3.6 a tunnel is asked for its password and its rules, too")
  void tunnel() throws IOException {
    String to = "127.0.0.1:" + origin.address().getPort();
    String connect = "CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n";
    var policy = new ForwardPolicy(Set.of(origin.address().getPort()), "function");
    var door =
        new Door(
            Doors.ANY,
            _ -> true,
            (it, _) -> new Explicit(it, _ -> true),
            Door.Opening.PLAIN,
            Optional.of(() -> policy));
    Access access = withLogin(List.of(Denials.ofBob()));
    try (ProxyUnderTest node = ProxyUnderTest.guarded(() -> access, AccessLog.off(), door)) {
      expectTunnel(node, connect + "\r\n", 407);
      expectTunnel(node, connect + basic("bob:pass:word") + "\r\n\r\n", 403);
      expectTunnel(node, connect + basic("ann:secret") + "\r\n\r\n", 200);
    }
  }

  private static void expectTunnel(ProxyUnderTest node, String asked, int status)
      throws IOException {
    try (RawClient client = node.client()) {
      client.send(asked);
      assertThat(client.readHead().status()).isEqualTo(status);
    }
  }

  @Test
  @DisplayName("who fails ten times in a minute is not heard, and who was believed still is")
  void brake() throws IOException {
    origin.answering("/a", OriginRecorder.fresh("hello"));
    try (ProxyUnderTest node = node(withLogin(List.of()), AccessLog.off());
        RawClient client = node.client()) {
      assertThat(get(client, "/a", basic("ann:secret")).status()).isEqualTo(200);
      for (int i = 0; i < 10; i++) {
        assertThat(get(client, "/a", basic("bob:" + i)).status()).isEqualTo(407);
      }
      RawClient.Response braked = get(client, "/a", basic("bob:pass:word"));
      assertThat(braked.status()).isEqualTo(429);
      assertThat(braked.field("Retry-After")).isEqualTo("60");
      assertThat(get(client, "/a", basic("ann:secret")).status()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("curl -U is let in with the password that htpasswd -B has written, not with another")
  void curl() throws Exception {
    origin.answering("/a", OriginRecorder.fresh("hello"));
    try (ProxyUnderTest node = node(withLogin(List.of()), AccessLog.off())) {
      assertThat(curl(node, "ann:secret")).isEqualTo("hello 200");
      assertThat(curl(node, "ann:secrets")).endsWith(" 407");
    }
  }

  private String curl(ProxyUnderTest node, String password) throws Exception {
    InetSocketAddress proxy = node.proxy.boundAddresses().getFirst();
    Process curl =
        new ProcessBuilder(
                "curl",
                "-sq",
                "--noproxy",
                "",
                "-w",
                " %{http_code}",
                "-U",
                password,
                "-x",
                "http://127.0.0.1:" + proxy.getPort(),
                url("/a"))
            .start();
    String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    curl.waitFor();
    return said;
  }

  private ProxyUnderTest node(Access access, AccessLog log) throws IOException {
    return ProxyUnderTest.guarded(() -> access, log, Doors.explicit());
  }

  private String url(String path) {
    return "http://127.0.0.1:" + origin.address().getPort() + path;
  }

  private RawClient.Response get(RawClient client, String path, String... lines)
      throws IOException {
    return client.get(url(path), "127.0.0.1:" + origin.address().getPort(), lines);
  }

  private static String basic(String password) {
    byte[] octets = password.getBytes(StandardCharsets.UTF_8);
    return "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(octets);
  }

  private Access withLogin(List<AccessRule> rules) {
    return new Access(
        new AccessRules(rules, List.of()), Optional.of(login), Optional.empty(), Adaptation.NONE);
  }
}
