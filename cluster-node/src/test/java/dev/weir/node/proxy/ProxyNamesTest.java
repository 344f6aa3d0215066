package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.dns.DnsSettings;
import dev.weir.node.dns.RebindGuard;
import dev.weir.node.proxy.caller.Explicit;
import dev.weir.node.proxy.host.HostPolicy;
import dev.weir.node.proxy.host.NameServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What names mean to the proxy, over loopback sockets.
@Timeout(120)
class ProxyNamesTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private final OriginRecorder origin = new OriginRecorder();
  private final NameServer names =
      new NameServer(
          Map.of(
              "evil.test", List.of("127.0.0.1"),
              "www.corp.test", List.of("127.0.0.1"),
              "bank.test", List.of("203.0.113.10")));
  private final String port = ":" + origin.address().getPort();

  ProxyNamesTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    names.close();
    origin.close();
  }

  @Test
  @DisplayName("SEC-C5 a name for a private address is refused with 403, one of dns.private is not")
  void rebound() throws IOException {
    var guard = new RebindGuard(true, List.of(".corp.test"), _ -> false);
    var door = new Door(ANY, _ -> true, found -> new Explicit(found, _ -> true));
    try (var node = ProxyUnderTest.resolving(dns(guard, HostPolicy.LENIENT), ANY, door);
        RawClient client = node.client()) {
      RawClient.Response refused = client.get("http://evil.test" + port + "/a", "evil.test" + port);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.field("Cache-Status")).contains("detail=rebound");
      assertThat(client.get("http://www.corp.test" + port + "/a", "www.corp.test" + port).status())
          .isEqualTo(200);
      assertThat(node.metric("weir_dns_lookups_total{result=\"rebound\"}")).isEqualTo(1);
    }
    assertThat(origin.asked).hasSize(1);
  }

  @Test
  @DisplayName("SEC-C5 a name whose address changes behind the check leads to the checked one")
  void checkedIsConnected() throws IOException {
    var guard = new RebindGuard(true, List.of(".corp.test"), _ -> false);
    var door = new Door(ANY, _ -> true, found -> new Explicit(found, _ -> true));
    try (var node = ProxyUnderTest.resolving(dns(guard, HostPolicy.LENIENT), ANY, door);
        RawClient client = node.client()) {
      for (int i = 0; i < 3; i++) {
        client.get("http://www.corp.test" + port + "/" + i, "www.corp.test" + port);
      }
    }
    assertThat(names.questions()).isEqualTo(1);
  }

  @Test
  @DisplayName("the first host policy that has a host decides: strict refuses, off believes")
  void policies() throws IOException {
    var policy =
        new HostPolicy(
            List.of(
                new HostPolicy.Rule(List.of("bank.test"), HostPolicy.Mode.STRICT),
                new HostPolicy.Rule(List.of(".test"), HostPolicy.Mode.OFF)),
            HostPolicy.Mode.LENIENT);
    try (var node = ProxyUnderTest.resolving(dns(RebindGuard.OFF, policy), origin.address());
        RawClient client = node.client()) {
      client.get("/a", "unknown.test" + port);
      assertThat(client.get("/a", "unknown.test" + port).field("Cache-Status")).endsWith("; hit");
      client.get("/a", "192.0.2.9" + port);
      assertThat(client.get("/a", "192.0.2.9" + port).field("Cache-Status")).doesNotContain("hit");
      assertThat(client.get("/a", "bank.test" + port).status()).isEqualTo(409);
      assertThat(node.metric("weir_host_check_total{result=\"unchecked\"}")).isEqualTo(2);
    }
  }

  private ProxyConfig.Dns dns(RebindGuard guard, HostPolicy policy) {
    return new ProxyConfig.Dns(
        DnsSettings.asking(List.of(names.address()), Duration.ofSeconds(20)), guard, () -> policy);
  }
}
