package dev.weir.node.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.host.NameServer;
import dev.weir.node.telemetry.Telemetry;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResolverTest {
  private final NameServer names =
      new NameServer(
          Map.of(
              "www.test", List.of("203.0.113.10", "203.0.113.11"),
              "both.test", List.of("203.0.113.20", "2001:db8::20"),
              "six.test", List.of("2001:db8::6"),
              "silent.test", List.of()));
  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Telemetry telemetry = new Telemetry();

  ResolverTest() throws IOException {}

  @AfterEach
  void close() {
    names.close();
    loops.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
  }

  @Test
  @DisplayName("SEC-C5 each lookup has an id and a port at random, with EDNS")
  void hardToGuess() throws Exception {
    try (Resolver resolver = resolver(names.address())) {
      for (int i = 0; i < 20; i++) {
        assertThat(askAnew(resolver, "www.test")).isInstanceOf(Lookup.Found.class);
      }
    }
    assertThat(names.asked().stream().map(NameServer.Question::port).distinct().count())
        .isGreaterThan(15);
    assertThat(names.asked().stream().map(NameServer.Question::id).distinct().count())
        .isGreaterThan(15);
    assertThat(names.asked()).allMatch(NameServer.Question::edns);
  }

  @Test
  @DisplayName("SEC-C5 an answer with another id, question or sender is none")
  void forged() throws Exception {
    try (var stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Resolver resolver = resolver(names.address())) {
      names.forging((question, answer) -> {
        byte[] evil = answer.clone();
        byte[] mine = {(byte) 198, 51, 100, 66};
        System.arraycopy(mine, 0, evil, evil.length - 4, 4);
        System.arraycopy(mine, 0, evil, evil.length - 20, 4);
        stranger.send(to(question, evil));
        byte[] otherId = evil.clone();
        otherId[1]++;
        names.say(to(question, otherId));
        byte[] otherName = evil.clone();
        otherName[13] = 'v';
        names.say(to(question, otherName));
      });

      assertThat(askAnew(resolver, "www.test"))
          .isEqualTo(new Lookup.Found(ips("203.0.113.10", "203.0.113.11")));
    }
  }

  @Test
  @DisplayName(
      "an answer is kept as long as it says, but not below the floor nor above the ceiling")
  void kept() throws Exception {
    try (Resolver resolver = resolver(names.address())) {
      names.live(60);
      resolve(resolver, "www.test");
      later(59);
      resolve(resolver, "www.test");
      assertThat(names.questions()).isEqualTo(1);
      later(1);
      names.live(0);
      resolve(resolver, "www.test");
      assertThat(names.questions()).isEqualTo(2);
      later(4);
      resolve(resolver, "www.test");
      assertThat(names.questions()).isEqualTo(2);
      later(1);
      names.live(86_400);
      resolve(resolver, "www.test");
      later(120);
      resolve(resolver, "www.test");
      assertThat(names.questions()).isEqualTo(4);
      assertThat(counted("kept")).isEqualTo(2);
      resolver.kept().forget("www.test");
      resolve(resolver, "www.test");
      assertThat(names.questions()).isEqualTo(5);
    }
  }

  @Test
  @DisplayName("that there is no such name is kept, too; that nobody told only for a second")
  void absent() throws Exception {
    try (Resolver resolver = resolver(names.address())) {
      assertThat(resolve(resolver, "nobody.test")).isEqualTo(new Lookup.Absent("nxdomain"));
      later(9);
      resolve(resolver, "nobody.test");
      assertThat(names.questions()).isEqualTo(1);
      later(1);
      resolve(resolver, "nobody.test");
      assertThat(names.questions()).isEqualTo(2);

      assertThat(resolve(resolver, "silent.test")).isEqualTo(new Lookup.Untold("timeout"));
      int asked = names.questions();
      resolve(resolver, "silent.test");
      assertThat(names.questions()).isEqualTo(asked);
      later(1);
      resolve(resolver, "silent.test");
      assertThat(names.questions()).isGreaterThan(asked);
    }
  }

  @Test
  @DisplayName("a server that is silent is followed by the next")
  void next() throws Exception {
    try (var deaf = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Resolver resolver =
            resolver(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), deaf.getLocalPort()),
                names.address())) {
      assertThat(resolve(resolver, "www.test")).isInstanceOf(Lookup.Found.class);
    }
  }

  @Test
  @DisplayName("addresses of IPv6 are asked for where there are none of IPv4")
  void ipv6() throws Exception {
    try (Resolver resolver = resolver(names.address())) {
      assertThat(resolve(resolver, "six.test")).isEqualTo(new Lookup.Found(ips("2001:db8::6")));
      assertThat(resolve(resolver, "six.test")).isEqualTo(new Lookup.Found(ips("2001:db8::6")));
      assertThat(names.questions()).isEqualTo(2);
      assertThat(resolve(resolver, "both.test")).isEqualTo(new Lookup.Found(ips("203.0.113.20")));
    }
  }

  @Test
  @DisplayName("without servers nobody tells")
  void nobody() throws Exception {
    try (Resolver resolver = resolver()) {
      assertThat(resolve(resolver, "www.test")).isEqualTo(new Lookup.Untold("no-servers"));
    }
  }

  private Resolver resolver(InetSocketAddress... servers) {
    var settings =
        new DnsSettings(
            Arrays.asList(servers),
            Duration.ofMillis(600),
            Duration.ofSeconds(5),
            Duration.ofSeconds(120),
            Duration.ofSeconds(10));
    return new Resolver(settings, (EventLoop) loops.next(), now::get, telemetry, (name, why) -> {});
  }

  private static Lookup resolve(Resolver resolver, String name) throws Exception {
    var told = new CompletableFuture<Lookup>();
    resolver.resolve(name, told::complete);
    return told.get();
  }

  private static Lookup askAnew(Resolver resolver, String name) throws Exception {
    var told = new CompletableFuture<Lookup>();
    resolver.askAnew(name, told::complete);
    return told.get();
  }

  private void later(int seconds) {
    now.updateAndGet(it -> it.plusSeconds(seconds));
  }

  private double counted(String result) {
    return telemetry.counter(dev.weir.node.telemetry.DnsMetric.LOOKUPS, result).count();
  }

  private static DatagramPacket to(DatagramPacket question, byte[] octets) {
    return new DatagramPacket(octets, octets.length, question.getSocketAddress());
  }

  private static List<InetAddress> ips(String... addresses) {
    return Arrays.stream(addresses).map(InetAddress::ofLiteral).toList();
  }
}
