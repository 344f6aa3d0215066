package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.access.AccessLog;
import dev.weir.node.proxy.access.Access;
import dev.weir.node.proxy.access.AccessRules;
import dev.weir.node.proxy.icap.IcapServices;
import dev.weir.node.proxy.icap.IcapSettings;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A service that looks at requests before an origin is asked, played by a script.
@Timeout(120)
final class ProxyIcapRequestTest {
  private static final String OK = "ICAP/1.0 200 OK\r\nISTag: \"a\"\r\n";
  private static final String OPTIONS = OK + "Methods: REQMOD\r\nEncapsulated: null-body=0\r\n\r\n";

  private final OriginRecorder origin = new OriginRecorder();
  private final Telemetry telemetry = new Telemetry();

  @TempDir private Path folder;

  ProxyIcapRequestTest() throws IOException {}

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
  @DisplayName("RFC 3507 §4.8 a request that the service has changed is what the origin gets")
  void changed() throws IOException {
    String head = "GET http://HOST/b HTTP/1.1\r\nHost: HOST\r\nX-Looked-At: yes\r\n\r\n";
    try (ScriptedServer service = service(request(head));
        ProxyUnderTest node = node(service);
        RawClient client = node.client()) {
      assertThat(client.get("http://" + host() + "/a", host()).body()).isEqualTo("default /b");
    }
    assertThat(origin.countOf("/a")).isZero();
    assertThat(origin.asked.element().head())
        .startsWith("GET /b HTTP/1.1\r\n")
        .contains("X-Looked-At: yes\r\n");
    assertThat(telemetry.scrape())
        .contains("weir_icap_requests_total{result=\"changed\",service=\"filter\"} 1.0");
  }

  @Test
  @DisplayName("RFC 3507 §4.8.2 what it answers in place of the origin is the answer, not stored")
  void answered() throws IOException {
    String head =
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\nCache-Control: max-age=60\r\n\r\n";
    String answer =
        OK
            + "Encapsulated: res-hdr=0, res-body="
            + head.length()
            + "\r\n\r\n"
            + head
            + "4\r\nnope\r\n0\r\n\r\n";
    try (ScriptedServer service = service(answer);
        ProxyUnderTest node = node(service);
        RawClient client = node.client()) {
      for (int i = 0; i < 2; i++) {
        RawClient.Response refused = client.get("http://" + host() + "/a", host());
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).isEqualTo("nope");
      }
      assertThat(node.store.count()).isZero();
    }
    assertThat(origin.asked).isEmpty();
    assertThat(telemetry.scrape())
        .contains("weir_icap_requests_total{result=\"answered\",service=\"filter\"} 2.0");
  }

  @Test
  @DisplayName("what is asked by TLS is https to it, and may not become http")
  void https() throws Exception {
    String url = "https://www.example.com";
    String head = "GET " + url + "/b HTTP/1.1\r\nHost: www.example.com\r\n\r\n";
    var heard = new LinkedBlockingQueue<String>();
    try (ScriptedServer service = service(encapsulated(head), heard);
        ProxyUnderTest node = new TlsScene(origin.address(), folder).node(access(service));
        RawClient client = TlsScene.client(node)) {
      assertThat(client.get("/a", "www.example.com").body()).isEqualTo("default /b");
    }
    assertThat(heard.element()).startsWith("GET " + url + "/a HTTP/1.1\r\n");
    String clear = encapsulated(head.replace("https:", "http:"));
    try (ScriptedServer service = service(clear, heard);
        ProxyUnderTest node = new TlsScene(origin.address(), folder).node(access(service));
        RawClient client = TlsScene.client(node)) {
      assertThat(client.get("/a", "www.example.com").status()).isEqualTo(503);
    }
    assertThat(origin.asked).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET http://elsewhere.test/a HTTP/1.1\r\nHost: elsewhere.test\r\n\r\n",
        "POST http://HOST/a HTTP/1.1\r\nHost: HOST\r\n\r\n",
        "GET http://HOST/a b HTTP/1.1\r\nHost: HOST\r\n\r\n"
      })
  @DisplayName("it may lead to no other host, change no method, and write no bad request: 503")
  void forbidden(String head) throws IOException {
    try (ScriptedServer service = service(request(head));
        ProxyUnderTest node = node(service);
        RawClient client = node.client()) {
      RawClient.Response blocked = client.get("http://" + host() + "/a", host());
      assertThat(blocked.status()).isEqualTo(503);
      assertThat(blocked.field("Cache-Status")).contains("detail=unadapted");
    }
    assertThat(origin.asked).isEmpty();
  }

  private String request(String head) {
    return encapsulated(head.replace("HOST", host()));
  }

  private static String encapsulated(String own) {
    return OK + "Encapsulated: req-hdr=0, null-body=" + own.length() + "\r\n\r\n" + own;
  }

  /// Answers OPTIONS, and every request without a body with this.
  private static ScriptedServer service(String answer) throws IOException {
    return service(answer, new LinkedBlockingQueue<>());
  }

  /// The same, which keeps the heads that were encapsulated.
  private static ScriptedServer service(String answer, Queue<String> heard) throws IOException {
    return new ScriptedServer(socket -> {
      while (true) {
        boolean options = ScriptedServer.hearHead(socket).startsWith("OPTIONS");
        if (!options) {
          heard.add(ScriptedServer.hearHead(socket)); // of the request that is encapsulated
        }
        ScriptedServer.say(socket, options ? OPTIONS : answer);
      }
    });
  }

  private ProxyUnderTest node(ScriptedServer service) throws IOException {
    return ProxyUnderTest.guarded(access(service), AccessLog.off(), Doors.explicit());
  }

  private Supplier<Access> access(ScriptedServer service) {
    var settings =
        new IcapSettings(
            "filter",
            service.address(),
            "/filter",
            IcapSettings.Mode.REQMOD,
            4096,
            false,
            Duration.ofSeconds(60),
            16);
    var services = new IcapServices(telemetry, new EventLog("t", InstantSource.system()));
    var adaptation = services.next(List.of(settings));
    var access = new Access(AccessRules.NONE, Optional.empty(), Optional.empty(), adaptation);
    return () -> access;
  }

  private String host() {
    return "127.0.0.1:" + origin.address().getPort();
  }
}
