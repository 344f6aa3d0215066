package dev.weir.node.proxy;

import static dev.weir.node.proxy.ScriptedServer.say;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.caller.Sites;
import dev.weir.node.proxy.caller.Surrogate;
import dev.weir.node.proxy.host.NameServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Clients that are configured to use the proxy: which addresses they reach, and the file that
/// configures them.
@Timeout(120)
final class ProxyForwardTest {
  @RegisterExtension private final Opened open = new Opened();

  @Test
  @DisplayName("RFC 3986 §3.2.2 IPv6 literals are reached, by CONNECT and by GET")
  void ipv6() throws IOException {
    try (var server = new ServerSocket(0, 9, InetAddress.ofLiteral("::1"))) {
      ProxyUnderTest node = allowing(server.getLocalPort());
      String host = "[::1]:" + server.getLocalPort();
      Thread.ofVirtual().start(() -> answer(server));
      try (RawClient client = node.client()) {
        assertThat(client.get("http://" + host + "/a", host).body()).isEqualTo("six");
        client.send("CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertThat(client.readHead().status()).isEqualTo(200);
        assertThat(client.get("/", host).body()).isEqualTo("six");
      }
    }
  }

  private static void answer(ServerSocket server) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          socket.getInputStream().read(new byte[4096]);
          say(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\nsix");
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  @Test
  @DisplayName("where a name's first address refuses, the next is tried: CONNECT and GET alike")
  void nextAddress() throws IOException {
    try (var origin = new OriginRecorder();
        var names = new NameServer(Map.of("two.test", List.of("127.0.0.2", "127.0.0.1")))) {
      int port = origin.address().getPort();
      Door door = Doors.tunnels(port);
      ProxyUnderTest node = open.add(ProxyUnderTest.behind(door, names.address()));
      String host = "two.test:" + port;
      try (RawClient client = node.client()) {
        assertThat(client.get("http://" + host + "/a", host).body()).isEqualTo("default /a");
        assertThat(client.ask("PUT", "http://" + host + "/p", host, "Content-Length: 0").status())
            .isEqualTo(200);
        client.send("CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertThat(client.readHead().status()).isEqualTo(200);
        assertThat(client.get("/b", host).body()).isEqualTo("default /b");
      }
      assertThat(node.metric("weir_origin_fetches_total{result=\"unreachable\"}")).isGreaterThan(1);
    }
  }

  @Test
  @DisplayName("the file that configures clients is given to who asks this node itself for it")
  void pac() throws Exception {
    try (var origin = new OriginRecorder()) {
      ProxyUnderTest node = allowing(443);
      InetSocketAddress own = node.proxy.boundAddresses().getFirst();
      for (String path : List.of("/proxy.pac", "/wpad.dat")) {
        try (RawClient client = node.client()) {
          RawClient.Response answer = client.get(path, "proxy.test:" + own.getPort());
          assertThat(answer.body()).isEqualTo("function");
          assertThat(answer.field("Content-Type")).isEqualTo("application/x-ns-proxy-autoconfig");
          assertThat(client.isClosed()).isTrue();
        }
      }
      String url = "http://127.0.0.1:" + own.getPort();
      assertThat(Curl.run(url + "/wpad.dat")).isEqualTo("function");
      assertThat(Curl.run("-I", url + "/proxy.pac")).contains("content-length: 8");
      String host = "127.0.0.1:" + origin.address().getPort();
      try (RawClient client = node.client()) {
        assertThat(client.get("http://" + host + "/wpad.dat", host).body())
            .as("that of another host")
            .isEqualTo("default /wpad.dat");
      }
      assertThat(node.metric("weir_pac_files_total")).isEqualTo(4);
    }
  }

  @Test
  @DisplayName("CONNECT on a listener for reverse use, or diverted, is refused: 405")
  void elsewhere() throws IOException {
    try (var origin = new OriginRecorder()) {
      var sites = new Sites(List.of(new Sites.Site(List.of("*"), List.of(origin.address()))));
      var reverse =
          new Door(
              Doors.ANY, _ -> true, _ -> new Surrogate(sites, Surrogate.Asking.PLAINLY, () -> {}));
      for (ProxyUnderTest node :
          List.of(
              open.add(ProxyUnderTest.behind(reverse)),
              open.add(new ProxyUnderTest(origin.address())))) {
        try (RawClient client = node.client()) {
          client.connect(origin.address());
          assertThat(client.read(false).status()).isEqualTo(405);
        }
      }
      assertThat(origin.connections).hasValue(0);
    }
  }

  private ProxyUnderTest allowing(int port) throws IOException {
    return open.add(ProxyUnderTest.behind(Doors.tunnels(port)));
  }
}
