package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.caller.Explicit;
import dev.weir.node.proxy.caller.Sites;
import dev.weir.node.proxy.caller.Surrogate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that come by themselves, over loopback sockets.
@Timeout(120)
class ProxyDoorsTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private final OriginRecorder origin = new OriginRecorder();

  ProxyDoorsTest() throws IOException {}

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
  @DisplayName("RFC 9110 §3.7 a gateway's hosts are where the configuration says, and are cached")
  void surrogate() throws IOException {
    var sites =
        new Sites(List.of(new Sites.Site(List.of("www.example.com"), List.of(origin.address()))));
    origin.answering("/a", OriginRecorder.fresh("hello"));
    try (ProxyUnderTest node =
            ProxyUnderTest.behind(
                new Door(
                    ANY,
                    _ -> true,
                    _ -> new Surrogate(sites, Surrogate.Asking.PLAINLY, () -> {})));
        RawClient client = node.client()) {
      client.get("/a", "www.example.com");

      assertThat(client.get("/a", "WWW.example.com").field("Cache-Status"))
          .isEqualTo("weir-cache-1; hit");
      RawClient.Response other = client.get("/a", "www.example.net");
      assertThat(other.status()).isEqualTo(421);
      assertThat(other.field("Cache-Status"))
          .isEqualTo("weir-cache-1; fwd=bypass; detail=not-ours");
      assertThat(node.metric("weir_host_check_total{result=\"ours\"}")).isEqualTo(2);
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
    assertThat(origin.asked.peek().head()).contains("Host: www.example.com\r\n");
  }

  @Test
  @DisplayName("an explicit client's host is looked up, and what it gets is cached")
  void explicit() throws IOException {
    origin.answering("/a", OriginRecorder.fresh("hello"));
    try (ProxyUnderTest node = explicit(_ -> true, _ -> true);
        RawClient client = node.client()) {
      String host = "127.0.0.1:" + origin.address().getPort();

      client.get("http://" + host + "/a", host);

      assertThat(client.get("http://" + host + "/a", host).field("Cache-Status"))
          .isEqualTo("weir-cache-1; hit");
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
  }

  @Test
  @DisplayName("SEC-R6 it is not led to where it may not go, nor anywhere when the name is unknown")
  void unreachable() throws IOException {
    try (ProxyUnderTest node = explicit(_ -> true, it -> it.getAddress().isLinkLocalAddress());
        RawClient client = node.client()) {
      String host = "127.0.0.1:" + origin.address().getPort();

      assertThat(client.get("http://" + host + "/a", host).status()).isEqualTo(403);
      assertThat(client.get("http://nobody.test/a", "nobody.test").status()).isEqualTo(502);
    }
    assertThat(origin.asked).isEmpty();
  }

  @Test
  @DisplayName("SEC-R7 who is not admitted is not heard")
  void admitted() throws IOException {
    try (ProxyUnderTest node = explicit(_ -> false, _ -> true);
        RawClient client = node.client()) {
      assertThat(client.isClosed()).isTrue();
      node.awaitMetric("weir_http_connections_closed_total{reason=\"not-admitted\"}", 1);
    }
  }

  @Test
  @DisplayName("the first site with the host answers, and its origins are asked in turn")
  void sites() {
    var first = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    var second = new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);
    var rest = new InetSocketAddress(InetAddress.getLoopbackAddress(), 3);
    var sites =
        new Sites(
            List.of(
                new Sites.Site(List.of("*.example.com"), List.of(first, second)),
                new Sites.Site(List.of("*"), List.of(rest))));

    assertThat(next(sites, "a.example.com")).contains(first);
    assertThat(next(sites, "b.a.example.com")).contains(second);
    assertThat(next(sites, "a.example.com")).contains(first);
    assertThat(next(sites, "example.com")).contains(rest);
    assertThat(next(sites, "badexample.com")).contains(rest);
  }

  private static Optional<InetSocketAddress> next(Sites sites, String host) {
    return sites.siteOf(host).orElseThrow().origins().next(Set.of());
  }

  private static ProxyUnderTest explicit(
      Predicate<InetAddress> admitted, Predicate<InetSocketAddress> reachable) throws IOException {
    return ProxyUnderTest.behind(new Door(ANY, admitted, names -> new Explicit(names, reachable)));
  }
}
