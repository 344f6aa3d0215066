package dev.weir.node.proxy;

import static dev.weir.node.proxy.ScriptedServer.say;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Soon;
import dev.weir.node.bypass.sight.Advice;
import dev.weir.node.bypass.sight.Sighting;
import dev.weir.node.bypass.sight.Sighting.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the proxy tells of origins' answers, and what it does about it.
@Timeout(120)
final class ProxyLearningTest {
  private static final InetAddress CLIENT = InetAddress.ofLiteral("127.0.0.2");

  private final Sightings sightings = new Sightings();
  private final OriginRecorder origin = new OriginRecorder();

  ProxyLearningTest() throws IOException {}

  @BeforeEach
  void watchForLeaks() {
    LeakWatch.begin();
  }

  @AfterEach
  void close() throws IOException {
    origin.close();
    LeakWatch.assertNone();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 X|WWW-Authenticate: NTLM",
        "401 X|WWW-Authenticate: Negotiate",
        "401 X|WWW-Authenticate: Basic realm=\"a,b\", negotiate",
        "401 X|WWW-Authenticate: NTLM TlRMTVNTUAAC",
        "407 X|Proxy-Authenticate: Basic realm=x, NTLM"
      })
  @DisplayName("RFC 4559 a login of the connection is told, and both connections end with it")
  void login(String status, String challenge) throws IOException {
    origin.answering(
        "/a", "HTTP/1.1 " + status + "\r\n" + challenge + "\r\nContent-Length: 0\r\n\r\n");
    sightings.advising(Kind.LOGIN, Advice.LEAVE);
    try (ProxyUnderTest node = node(false)) {
      try (RawClient client = node.client()) {
        RawClient.Response response = client.get("/a", node.host());
        assertThat(response.head()).contains(status.substring(0, 3));
        assertThat(response.field("Connection")).isEqualTo("close");
        assertThat(client.isClosed()).isTrue();
      }
      assertThat(sightings.kinds()).containsExactly(Kind.LOGIN);
      try (RawClient client = node.client()) {
        client.get("/b", node.host());
      }
    }
    assertThat(origin.connections).as("that were opened to the origin").hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "401 X\r\nWWW-Authenticate: Basic realm=ntlm",
        "401 X\r\nWWW-Authenticate: Digest realm=\"x\", nonce=\"NTLM\"",
        "403 X\r\nWWW-Authenticate: NTLM",
        "200 X\r\nWWW-Authenticate: NTLM",
        "401 X\r\nProxy-Authenticate: NTLM",
        "401 X\r\nX: y"
      })
  @DisplayName("a login of the request is not, and the connections go on")
  void requestLogin(String head) throws IOException {
    origin.answering("/a", "HTTP/1.1 " + head + "\r\nContent-Length: 0\r\n\r\n");
    sightings.advising(Kind.LOGIN, Advice.LEAVE);
    try (ProxyUnderTest node = node(false);
        RawClient client = node.client()) {
      client.get("/a", node.host());
      assertThat(client.get("/b", node.host()).status()).isEqualTo(200);
    }
    assertThat(sightings.kinds()).isEmpty();
    assertThat(origin.connections).hasValue(1);
  }

  @Test
  @DisplayName("RFC 4559 §6 a connection that somebody logs in is never used for anybody else")
  void loggedInConnections() throws IOException {
    try (ProxyUnderTest node = node(false);
        RawClient client = node.client()) {
      for (String scheme : new String[] {"NTLM TlRM", "Negotiate YII=", "Basic dTpw"}) {
        client.get("/" + scheme.charAt(0), node.host(), "Authorization: " + scheme);
      }
      client.get("/z", node.host());
    }
    assertThat(origin.connections).as("only that with Basic is used again").hasValue(3);
  }

  @Test
  @DisplayName(
      "failures are told by what they are; a client that is advised to leaves with its 502")
  void failing() throws IOException {
    sightings.advising(Kind.NO_CONNECTION, Advice.LEAVE);
    try (var closing = new ScriptedServer(socket -> ScriptedServer.hear(socket, 20));
        var speaking = new ScriptedServer(socket -> say(socket, "ICY 200 OK\r\n\r\n"));
        ProxyUnderTest node = node(false)) {
      for (ScriptedServer server : new ScriptedServer[] {closing, speaking}) {
        node.destination.set(server.address());
        try (RawClient client = node.client()) {
          assertThat(client.get("/a", node.host()).status()).isEqualTo(502);
          assertThat(client.get("/b", node.host()).status()).isEqualTo(502);
        }
      }
      try (var deaf = new DeafPort();
          RawClient client = node.client(deaf.address())) {
        RawClient.Response response = client.get("/a", node.host());
        assertThat(response.status()).isEqualTo(502);
        assertThat(response.field("Connection")).isEqualTo("close");
        assertThat(client.isClosed()).isTrue();
      }
      assertThat(sightings.kinds())
          .containsExactly(
              Kind.NO_ANSWER, Kind.NO_ANSWER, Kind.NO_ANSWER, Kind.NO_ANSWER, Kind.NO_CONNECTION);
      node.destination.set(origin.address());
      try (RawClient client = node.client()) {
        client.get("/a", node.host());
      }
      assertThat(sightings.all().getLast())
          .isEqualTo(
              Sighting.of(Kind.ANSWER, InetAddress.getLoopbackAddress(), origin.address())
                  .orElseThrow());
    }
  }

  @Test
  @DisplayName("where a probe is advised, the same GET goes out under the client's address, bare")
  void probes() throws IOException {
    sightings.advising(Kind.FORBIDDEN, Advice.PROBE).advising(Kind.ADMITTED, Advice.LEAVE);
    Queue<String> admitted = new ConcurrentLinkedQueue<>();
    try (var members = new ScriptedServer(socket -> members(socket, admitted));
        ProxyUnderTest node = ProxyUnderTest.watching(members.address(), sightings.watch(true));
        RawClient client = new RawClient(node.proxy.boundAddresses().getFirst(), CLIENT)) {
      RawClient.Response refused =
          client.get("/a", node.host(), "Cookie: secret", "Authorization: Basic dTpw");
      assertThat(refused.status()).isEqualTo(403);
      sightings.await(Kind.ADMITTED);
      assertThat(client.get("/b", node.host()).field("Connection")).isEqualTo("close");
    }
    assertThat(admitted.remove())
        .startsWith("GET /a HTTP/1.1\r\n")
        .contains("Host: ", "Via: 1.1 weir-cache-1")
        .doesNotContain("secret", "dTpw");
    assertThat(sightings.all().getFirst().client()).isEqualTo(CLIENT);
  }

  @Test
  @DisplayName("a probe that is refused, too, is no lesson; without a way back there is none")
  void refusedProbe() throws IOException {
    String forbidden = "HTTP/1.1 403 X\r\nContent-Length: 0\r\n\r\n";
    origin.answering("/a", forbidden);
    sightings.advising(Kind.FORBIDDEN, Advice.PROBE);
    try (ProxyUnderTest node = node(true);
        RawClient client = new RawClient(node.proxy.boundAddresses().getFirst(), CLIENT)) {
      assertThat(client.ask("POST", "/a", node.host(), "Content-Length: 0").status())
          .isEqualTo(403);
      assertThat(sightings.kinds()).as("not for a POST").isEmpty();
      assertThat(client.get("/a", node.host()).status()).isEqualTo(403);
      Soon.holds("the probe is asked", () -> origin.countOf("/a") == 3);
      assertThat(client.get("/b", node.host()).status()).isEqualTo(200);
    }
    assertThat(sightings.kinds()).containsExactly(Kind.FORBIDDEN);
    assertThat(origin.callers).contains("127.0.0.2");
    try (ProxyUnderTest node = node(false);
        RawClient client = node.client()) {
      client.get("/a", node.host());
    }
    assertThat(sightings.kinds()).as("where nothing is probed").containsExactly(Kind.FORBIDDEN);
  }

  /// Lets one address in.
  private static void members(Socket socket, Queue<String> admitted) throws IOException {
    var head = new StringBuilder();
    while (true) {
      int octet = socket.getInputStream().read();
      if (octet < 0) {
        return;
      }
      head.append((char) octet);
      if (head.toString().endsWith("\r\n\r\n")) {
        boolean member = socket.getInetAddress().equals(CLIENT);
        if (member) {
          admitted.add(head.toString());
        }
        String answer = member ? "200" : "403";
        say(socket, "HTTP/1.1 " + answer + " X\r\nContent-Length: 0\r\n\r\n");
        head.setLength(0);
      }
    }
  }

  private ProxyUnderTest node(boolean probes) throws IOException {
    return ProxyUnderTest.watching(origin.address(), sightings.watch(probes));
  }
}
