package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.dns.DnsSettings;
import dev.weir.node.dns.RebindGuard;
import dev.weir.node.proxy.access.Reach;
import dev.weir.node.proxy.access.list.PrefixSet;
import dev.weir.node.proxy.caller.Explicit;
import dev.weir.node.proxy.forward.ForwardPolicy;
import dev.weir.node.proxy.host.HostPolicy;
import dev.weir.node.proxy.host.NameServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Where an explicit client would be led by a node that believed it (reliability R6): whoever is
/// reached at any address of this host is written down.
@Timeout(120)
final class ProxyForbiddenTargetsTest {
  private static final InetAddress OWN = InetAddress.ofLiteral("192.0.2.11");

  private static final String ADDRESSES =
      """
      127.0.0.1 127.0.0.2 127.255.255.254 0.0.0.0 0.0.0.1 192.0.2.11 255.255.255.255 240.0.0.1
      224.0.0.1 239.255.255.250 169.254.0.1 169.254.169.253 169.254.169.254 100.100.100.200
      192.0.0.192
      [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [::ffff:0:127.0.0.1]
      [64:ff9b::127.0.0.1] [64:ff9b:1::7f00:1] [2002:7f00:1::] [::ffff:0.0.0.0] [fe80::1]
      [febf::1] [::ffff:169.254.169.254] [::ffff:a9fe:a9fe] [64:ff9b::a9fe:a9fe]
      [2002:a9fe:a9fe::] [fd00:ec2::254] [fd20:ce::254] [ff02::1] [::ffff:192.0.2.11]
      [2002:c000:20b::] [::ffff:255.255.255.255]
      2130706433 017700000001 0x7f000001 0x7f.1 127.1 127.0.1 0177.0.0.1 0x7f.0x0.0x0.0x1
      127.0.0.1. 0 0x0 0300.0.02.013 2851995966 0xa9fea9fe 169.254.43518
      """;

  private static final Map<String, List<String>> NAMES =
      Map.ofEntries(
          Map.entry("localhost", List.of("127.0.0.1")),
          Map.entry("loop.test", List.of("127.9.9.9")),
          Map.entry("own.test", List.of("192.0.2.11")),
          Map.entry("nobody.test", List.of("0.0.0.0")),
          Map.entry("metadata.internal", List.of("169.254.169.254")),
          Map.entry("ten.test", List.of("10.1.2.3")),
          Map.entry("office.test", List.of("172.31.0.1")),
          Map.entry("home.test", List.of("192.168.1.1")),
          Map.entry("shared.test", List.of("100.64.0.1")),
          Map.entry("both.test", List.of("127.0.0.1", "10.0.0.1")),
          Map.entry("group.test", List.of("224.0.0.251")));

  private final List<Socket> reached = new CopyOnWriteArrayList<>();

  @Test
  @DisplayName("SEC-R6 over 60 targets, by GET and CONNECT: 403 each, and nobody is reached")
  void targets() throws IOException {
    List<String> targets =
        Stream.concat(Stream.of(ADDRESSES.strip().split("\\s+", -1)), NAMES.keySet().stream())
            .toList();
    assertThat(targets).hasSizeGreaterThan(60).doesNotHaveDuplicates();
    var found = new ArrayList<String>();
    try (var everywhere = new ServerSocket(0, 100);
        var names = new NameServer(NAMES);
        ProxyUnderTest node = node(names, everywhere.getLocalPort())) {
      Thread.ofVirtual().start(() -> accept(everywhere));
      for (String host : targets) {
        String at = host + ":" + everywhere.getLocalPort();
        found.add(status(node, "GET http://" + at + "/", at) + " GET " + host);
        found.add(status(node, "CONNECT " + at, at) + " CONNECT " + host);
      }
      assertThat(node.proxy.inventory()).isEmpty();
    }
    assertThat(found)
        .containsExactlyElementsOf(
            targets.stream()
                .flatMap(it -> Stream.of("403 GET " + it, "403 CONNECT " + it))
                .toList());
    assertThat(reached).isEmpty();
  }

  private static int status(ProxyUnderTest node, String request, String host) throws IOException {
    try (RawClient client = node.client()) {
      client.send(request + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      return client.read(false).status();
    }
  }

  private void accept(ServerSocket everywhere) {
    try {
      while (true) {
        reached.add(everywhere.accept());
      }
    } catch (IOException over) {
      // The test is.
    }
  }

  private static ProxyUnderTest node(NameServer names, int tunnels) throws IOException {
    var reach = new Reach(OWN::equals, Set.of(), Set.of(), new PrefixSet.Builder().build());
    var policy = new ForwardPolicy(Set.of(tunnels), "function");
    var door =
        new Door(
            Doors.ANY,
            _ -> true,
            (asked, _) -> new Explicit(asked, reach),
            Door.Opening.PLAIN,
            Optional.of(() -> policy));
    var dns =
        new ProxyConfig.Dns(
            DnsSettings.asking(List.of(names.address()), Duration.ofSeconds(20)),
            new RebindGuard(true, List.of(), OWN::equals),
            () -> HostPolicy.LENIENT);
    return ProxyUnderTest.resolving(dns, new InetSocketAddress(0), door);
  }
}
