package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.access.AccessLog;
import dev.weir.node.proxy.caller.Explicit;
import dev.weir.node.proxy.caller.Sites;
import dev.weir.node.proxy.caller.Surrogate;
import dev.weir.node.proxy.forwarded.Forwarding;
import dev.weir.node.proxy.forwarded.Telling;
import dev.weir.node.proxy.tunnel.Tunnels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What origins are told of clients, by each way in.
@Timeout(120)
final class ProxyForwardedTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @ParameterizedTest
  @CsvSource({
    "intercepted, ADD,     '203.0.113.9, 127.0.0.1'",
    "forward,     REPLACE, 127.0.0.1",
    "forward,     REMOVE,  ",
    "reverse,     REPLACE, 127.0.0.1",
    "reverse,     KEEP,    203.0.113.9"
  })
  @DisplayName("R7 a client's own X-Forwarded-For goes on as its way in says; Via is always there")
  void told(String way, Telling how, String expected) throws IOException {
    try (var origin = new OriginRecorder();
        ProxyUnderTest node = node(way, new Forwarding(how, Telling.REMOVE), origin.address());
        RawClient client = node.client()) {
      String host = "127.0.0.1:" + origin.address().getPort();
      String target = way.equals("forward") ? "http://" + host + "/a" : "/a";
      client.get(target, host, "X-Forwarded-For: 203.0.113.9", "Forwarded: for=203.0.113.9");

      String head = origin.asked.element().head();
      assertThat(head.lines().filter(it -> it.startsWith("X-Forwarded-For: ")).toList())
          .isEqualTo(expected == null ? List.of() : List.of("X-Forwarded-For: " + expected));
      assertThat(head).doesNotContain("\r\nForwarded: ").contains("\r\nVia: 1.1 weir-cache-1\r\n");
    }
  }

  private static ProxyUnderTest node(String way, Forwarding forwarding, InetSocketAddress origin)
      throws IOException {
    return switch (way) {
      case "forward" ->
          ProxyUnderTest.behind(
              new Door(ANY, _ -> true, names -> new Explicit(names, _ -> true, forwarding)));
      case "reverse" -> {
        var plain = new Sites.Site(List.of("*"), List.of(origin));
        var told = new Sites.Site(plain.hosts(), plain.origins(), 0, forwarding);
        var sites = new Sites(List.of(told));
        yield ProxyUnderTest.behind(
            new Door(
                ANY, _ -> true, _ -> new Surrogate(sites, Surrogate.Asking.PLAINLY, () -> {})));
      }
      default -> {
        var ways = new WaysIn(Tunnels.Limits.DEFAULTS, Optional.empty(), forwarding);
        yield ProxyUnderTest.by(ways, AccessLog.off(), origin);
      }
    };
  }
}
