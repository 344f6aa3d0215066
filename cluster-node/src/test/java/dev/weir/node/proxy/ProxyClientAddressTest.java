package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The proxy that asks under its clients' addresses. On the loopback each of them is its own, too.
@Timeout(120)
final class ProxyClientAddressTest {
  private static final InetAddress ONE = InetAddress.ofLiteral("127.0.0.2");
  private static final InetAddress OTHER = InetAddress.ofLiteral("127.0.0.3");

  @RegisterExtension private final Scene scene = new Scene(ProxyUnderTest::keepingClients);
  private final OriginRecorder origin = scene.origin;
  private final ProxyUnderTest node = scene.node;

  @Test
  @DisplayName("an origin sees each client's address, on connections that no other client uses")
  void seenAsClient() throws IOException {
    try (RawClient one = client(ONE);
        RawClient other = client(OTHER)) {
      assertThat(one.get("/a", node.host()).status()).isEqualTo(200);
      assertThat(one.get("/b", node.host()).status()).isEqualTo(200);
      assertThat(other.get("/c", node.host()).status()).isEqualTo(200);
    }
    assertThat(origin.callers).containsExactly("127.0.0.2", "127.0.0.3");
  }

  @Test
  @DisplayName("RFC 9111 §3 what may be stored is not, unless the origin calls it public")
  void sharesThePublic() throws IOException {
    origin.answering("/members", OriginRecorder.fresh("for you"));
    origin.answering("/all", OriginRecorder.ok("for all", "Cache-Control: public, max-age=60"));
    origin.answering("/proxies", OriginRecorder.ok("for all", "Cache-Control: s-maxage=60"));
    try (RawClient one = client(ONE);
        RawClient other = client(OTHER)) {
      for (String target : new String[] {"/members", "/all", "/proxies"}) {
        one.get(target, node.host());
        other.get(target, node.host());
      }
    }
    assertThat(origin.countOf("/members")).isEqualTo(2);
    assertThat(origin.countOf("/all")).isEqualTo(1);
    assertThat(origin.countOf("/proxies")).isEqualTo(1);
    assertThat(node.proxy.inventory())
        .containsExactlyInAnyOrder(
            "http://" + node.host() + "/all", "http://" + node.host() + "/proxies");
  }

  private RawClient client(InetAddress own) throws IOException {
    return new RawClient(node.proxy.boundAddresses().getFirst(), own);
  }
}
