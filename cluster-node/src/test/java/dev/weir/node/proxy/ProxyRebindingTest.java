package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.caller.Explicit;
import dev.weir.node.proxy.host.NameServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A name server that leads clients of an explicit proxy to addresses they must not reach.
@Timeout(120)
class ProxyRebindingTest {
  private static final String OPEN = "/127.0.0.1";

  private final OriginRecorder origin = new OriginRecorder();

  ProxyRebindingTest() throws IOException {}

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
  @DisplayName("SEC-C5 a name that leads to where nobody may go gets 403, and nothing is stored")
  void rebound() throws IOException {
    String port = ":" + origin.address().getPort();
    origin.answering("/a", OriginRecorder.fresh("hello"));
    try (var names =
            new NameServer(
                Map.of(
                    "inside.test", List.of("10.1.2.3"),
                    "self.test", List.of("127.0.0.2"),
                    "both.test", List.of("127.0.0.2", "127.0.0.1"),
                    "open.test", List.of("127.0.0.1")));
        ProxyUnderTest node =
            ProxyUnderTest.behind(
                new Door(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    _ -> true,
                    asked -> new Explicit(asked, where -> where.toString().contains(OPEN))),
                names.address());
        RawClient client = node.client()) {
      for (String host : List.of("inside.test", "self.test")) {
        assertThat(client.get("http://" + host + port + "/a", host + port).status())
            .as(host)
            .isEqualTo(403);
      }
      assertThat(origin.asked).isEmpty();
      assertThat(node.proxy.inventory()).isEmpty();

      for (String host : List.of("open.test", "both.test")) {
        assertThat(client.get("http://" + host + port + "/a", host + port).body())
            .as(host)
            .isEqualTo("hello");
      }
    }
  }
}
