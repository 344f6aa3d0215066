package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.caller.Sites;
import dev.weir.node.proxy.caller.Surrogate;
import dev.weir.node.proxy.forwarded.Forwarding;
import dev.weir.node.proxy.introduce.ClientAddress;
import dev.weir.node.proxy.introduce.Introduction;
import dev.weir.node.proxy.request.Scheme;
import dev.weir.node.proxy.site.HealthRule;
import dev.weir.node.proxy.site.Origins;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The PROXY protocol on both sides of a node, over loopback sockets.
@Timeout(120)
class ProxyIntroductionTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final InetSocketAddress CLIENT = at("198.51.100.9", 40_000);
  private static final String HOST = "www.example.com";

  private final OriginRecorder origin = new OriginRecorder();
  private final Queue<InetAddress> asked = new ConcurrentLinkedQueue<>();

  ProxyIntroductionTest() throws IOException {}

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
  @DisplayName("whom a listed sender introduces is asked to be admitted, and is told to the origin")
  void bothWays() throws IOException {
    origin.answering("TCP4", OriginRecorder.ok("a"));
    try (ProxyUnderTest node = node(true, 1)) {
      for (int version : new int[] {1, 2}) {
        try (RawClient client = node.client()) {
          introduce(client, new Introduction(version, Optional.of(CLIENT), at("192.0.2.1", 80)));
          assertThat(client.get("/a", HOST).body()).isEqualTo("a");
          assertThat(client.get("/b", HOST).body()).isEqualTo("default /b");
        }
      }
      try (RawClient client = node.client()) {
        introduce(client, new Introduction(2, Optional.empty(), ANY));
        assertThat(client.get("/a", HOST).body()).isEqualTo("a");
      }
    }
    assertThat(asked)
        .containsExactly(
            CLIENT.getAddress(), CLIENT.getAddress(), InetAddress.getLoopbackAddress());
    assertThat(origin.asked)
        .filteredOn(it -> it.line().startsWith("PROXY"))
        .extracting(it -> it.line().substring(0, 24))
        .startsWith("PROXY TCP4 198.51.100.9 ", "PROXY TCP4 198.51.100.9 ");
  }

  @Test
  @DisplayName(
      "a listed sender that introduces nobody is closed; from another a header is no request")
  void demanded() throws IOException {
    try (ProxyUnderTest node = node(true, 0);
        RawClient client = node.client()) {
      client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      assertThat(client.isClosed()).isTrue();
      node.awaitMetric("weir_http_connections_closed_total{reason=\"introduction\"}", 1);
    }
    try (ProxyUnderTest node = node(false, 0);
        RawClient client = node.client()) {
      client.send("PROXY TCP4 198.51.100.9 192.0.2.1 1 2\r\nHost: " + HOST + "\r\n\r\n");
      assertThat(client.read(false).status()).isEqualTo(400);
    }
    assertThat(origin.asked).isEmpty();
  }

  @Test
  @DisplayName(
      "a connection that was opened for one client is never another's, but is its own again")
  void notShared() throws IOException {
    origin.answering("/a", OriginRecorder.ok("a")).answering("TCP4", OriginRecorder.ok("first"));
    try (ProxyUnderTest node = node(false, 1);
        RawClient one = node.client();
        RawClient two = node.client()) {
      one.get("/a", HOST);
      two.get("/a", HOST);
      one.get("/a", HOST);
      two.get("/a", HOST);
    }
    assertThat(origin.connections.get()).isEqualTo(2);
    assertThat(origin.asked).hasSize(4);
    assertThat(origin.asked).filteredOn(it -> it.line().startsWith("PROXY")).hasSize(2);
  }

  private static void introduce(RawClient client, Introduction introduction) throws IOException {
    client.socket.getOutputStream().write(ByteBufUtil.getBytes(introduction.octets()));
  }

  private ProxyUnderTest node(boolean introduced, int told) throws IOException {
    var origins =
        new Origins(
            List.of(new Origins.Origin(origin.address(), 1)),
            HealthRule.DEFAULTS,
            InstantSource.system(),
            (_, _, _) -> {});
    var sites =
        new Sites(List.of(new Sites.Site(List.of(HOST), origins, told, Forwarding.UNTOUCHED)));
    return ProxyUnderTest.behind(
        new Door(
            ANY,
            asked::add,
            (_, channel) ->
                new Surrogate(
                    sites,
                    new Surrogate.Asking(
                        Scheme.HTTP, ClientAddress.of(channel), at("192.0.2.1", 80)),
                    () -> {}),
            new Door.Opening(_ -> introduced, Optional.empty())));
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }
}
