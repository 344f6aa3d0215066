package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.node.access.AccessLog;
import dev.weir.node.proxy.access.Access;
import dev.weir.node.proxy.access.AccessRules;
import dev.weir.node.proxy.icap.IcapServices;
import dev.weir.node.proxy.icap.IcapSettings;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Services that look at what is fetched, played by a script that is good or bad.
@Timeout(120)
class ProxyIcapTest {
  private static final String OK = "ICAP/1.0 200 OK\r\nISTag: \"a\"\r\n";
  private static final String UNCHANGED =
      "ICAP/1.0 204 No Content\r\nISTag: \"a\"\r\nEncapsulated: null-body=0\r\n\r\n";
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 7\r\n\r\n";
  private static final String CHANGED =
      OK
          + "Encapsulated: res-hdr=0, res-body="
          + HEAD.length()
          + "\r\n\r\n"
          + HEAD
          + "7\r\nadapted\r\n0\r\n\r\n";

  private final OriginRecorder origin = new OriginRecorder();
  private final Telemetry telemetry = new Telemetry();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  ProxyIcapTest() throws IOException {}

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
  @DisplayName("RFC 3507 §4.5 after a preview 204 passes what the origin sent, and it is stored")
  void unchanged() throws IOException {
    origin.answering("/a", OriginRecorder.fresh("0123456789"));
    try (ScriptedServer service = preview(UNCHANGED, 4);
        ProxyUnderTest node = node(service, false);
        RawClient client = node.client()) {
      assertThat(get(client, "/a").body()).isEqualTo("0123456789");
      assertThat(get(client, "/a").field("Cache-Status")).isEqualTo("weir-cache-1; hit");
    }
    assertThat(heard.poll()).startsWith("OPTIONS icap://127.0.0.1:");
    assertThat(heard.poll())
        .contains("RESPMOD icap://127.0.0.1:", "/scan ICAP/1.0\r\n", "Preview: 4\r\n")
        .contains("X-Client-IP: 127.0.0.1\r\n", "Encapsulated: req-hdr=0, res-hdr=")
        .contains("GET " + url("/a") + " HTTP/1.1\r\n")
        .endsWith("4\r\n0123\r\n0\r\n\r\n");
    assertThat(telemetry.scrape())
        .contains("weir_icap_requests_total{result=\"unchanged\",service=\"scan\"} 1.0");
  }

  @Test
  @DisplayName(
      "RFC 3507 §4.4 what a service gives instead is handed out and stored under the same key")
  void changed() throws IOException {
    origin.answering("/a", OriginRecorder.fresh("0123456789"));
    try (ScriptedServer service = preview(CHANGED, 4);
        ProxyUnderTest node = node(service, false);
        RawClient client = node.client()) {
      assertThat(get(client, "/a").body()).isEqualTo("adapted");
      RawClient.Response hit = get(client, "/a");
      assertThat(hit.body()).isEqualTo("adapted");
      assertThat(hit.field("Cache-Status")).isEqualTo("weir-cache-1; hit");
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
  }

  @Test
  @DisplayName("RFC 3507 §4.5 a body shorter than the preview ends with ieof")
  void shortBody() throws IOException {
    origin.answering("/a", OriginRecorder.fresh("012"));
    try (ScriptedServer service = preview(UNCHANGED, 4);
        ProxyUnderTest node = node(service, false);
        RawClient client = node.client()) {
      assertThat(get(client, "/a").body()).isEqualTo("012");
    }
    heard.poll();
    assertThat(heard.poll()).endsWith("3\r\n012\r\n0; ieof\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ICAP/1.0 200 OK\r\nEncapsulated: res-hdr=0, res-body=5\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        "ICAP/1.0 200 OK\r\nEncapsulated: req-hdr=0, null-body=18\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        "ICAP/1.0 100 Continue\r\n\r\nICAP/1.0 100 Continue\r\n\r\n"
      })
  @DisplayName("RFC 3507 §4 what is no answer blocks with 503, or lets pass, as on-failure says")
  void malformed(String answer) throws IOException {
    origin.answering("/a", OriginRecorder.fresh("01234"));
    try (ScriptedServer service = preview(answer, 4);
        ProxyUnderTest node = node(service, false);
        RawClient client = node.client()) {
      RawClient.Response blocked = get(client, "/a");
      assertThat(blocked.status()).isEqualTo(503);
      assertThat(blocked.body()).startsWith("503 Service Unavailable (unadapted)\n");
      assertThat(node.store.count()).isZero();
    }
    if (!answer.contains("100 Continue")) {
      try (ScriptedServer service = preview(answer, 4);
          ProxyUnderTest node = node(service, true);
          RawClient client = node.client()) {
        assertThat(get(client, "/a").body()).isEqualTo("01234");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"3\r\nada\r\n0\r\n\r\n", "8\r\nadapted!\r\n0\r\n\r\n", "3\r\nada"})
  @DisplayName(
      "RFC 3507 §4.4 a body that is not what its head says never looks whole, and is not stored")
  void brokenBody(String body) throws IOException {
    origin.answering("/a", OriginRecorder.fresh("01234"));
    String answer =
        OK + "Encapsulated: res-hdr=0, res-body=" + HEAD.length() + "\r\n\r\n" + HEAD + body;
    try (ScriptedServer service = preview(answer, 4);
        ProxyUnderTest node = node(service, true);
        RawClient client = node.client()) {
      assertThatThrownBy(() -> get(client, "/a"))
          .isInstanceOfAny(IOException.class, AssertionError.class);
      node.awaitMetric("weir_http_requests_total{result=\"error\"}", 1);
      assertThat(node.store.count()).isZero();
    }
  }

  @Test
  @DisplayName("a service that does not answer in time blocks; after five it is left alone")
  void slow() throws IOException {
    origin.answering("/a", OriginRecorder.fresh("01234"));
    try (ScriptedServer service = new ScriptedServer(socket -> ScriptedServer.hear(socket, 9_999));
        ProxyUnderTest node = node(service, false, Duration.ofMillis(100));
        RawClient client = node.client()) {
      for (int i = 0; i < 6; i++) {
        assertThat(get(client, "/a").status()).isEqualTo(503);
      }
      assertThat(telemetry.scrape())
          .contains("weir_icap_failures_total{reason=\"timeout\",service=\"scan\"} 5.0")
          .contains("weir_icap_failures_total{reason=\"open\",service=\"scan\"} 1.0")
          .contains("weir_icap_open{service=\"scan\"} 1.0");
    }
  }

  @Test
  @DisplayName("nobody there lets pass what on-failure lets pass")
  void unreachable() throws IOException {
    origin.answering("/a", OriginRecorder.fresh("01234"));
    InetSocketAddress nowhere;
    try (ScriptedServer gone = new ScriptedServer(socket -> {})) {
      nowhere = gone.address();
    }
    try (ProxyUnderTest node = node(settings(nowhere, true, Duration.ofSeconds(9)));
        RawClient client = node.client()) {
      assertThat(get(client, "/a").body()).isEqualTo("01234");
    }
  }

  /// Wants a preview of 4 octets, then says `answer` to everything.
  private ScriptedServer preview(String answer, int octets) throws IOException {
    return new ScriptedServer(socket -> {
      while (true) {
        String asked = hear(socket);
        if (asked.isEmpty()) {
          return;
        }
        heard.add(asked);
        boolean options = asked.startsWith("OPTIONS");
        ScriptedServer.say(
            socket,
            options
                ? OK
                    + "Methods: RESPMOD\r\nPreview: "
                    + octets
                    + "\r\nEncapsulated: null-body=0\r\n\r\n"
                : answer);
        if (!options && (answer.isEmpty() || !answer.endsWith("\r\n\r\n"))) {
          return;
        }
      }
    });
  }

  /// One request with the preview of its body.
  private static String hear(Socket socket) throws IOException {
    var text = new StringBuilder();
    while (!isWhole(text.toString())) {
      int octet = socket.getInputStream().read();
      if (octet < 0) {
        return "";
      }
      text.append((char) octet);
    }
    return text.toString();
  }

  private static boolean isWhole(String text) {
    return text.startsWith("OPTIONS")
        ? text.endsWith("\r\n\r\n")
        : text.endsWith("\r\n0\r\n\r\n") || text.endsWith("ieof\r\n\r\n");
  }

  private ProxyUnderTest node(ScriptedServer service, boolean failOpen) throws IOException {
    return node(service, failOpen, Duration.ofSeconds(60));
  }

  private ProxyUnderTest node(ScriptedServer service, boolean failOpen, Duration timeout)
      throws IOException {
    return node(settings(service.address(), failOpen, timeout));
  }

  private ProxyUnderTest node(IcapSettings settings) throws IOException {
    var services = new IcapServices(telemetry, new EventLog("t", InstantSource.system()));
    var adaptation = services.next(List.of(settings));
    services.become(adaptation);
    var access = new Access(AccessRules.NONE, Optional.empty(), Optional.empty(), adaptation);
    return ProxyUnderTest.guarded(() -> access, AccessLog.off(), Doors.explicit());
  }

  private static IcapSettings settings(InetSocketAddress at, boolean failOpen, Duration timeout) {
    return new IcapSettings(
        "scan", at, "/scan", IcapSettings.Mode.RESPMOD, 4096, failOpen, timeout, 16);
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
