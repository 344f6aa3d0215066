package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.limit.Guards;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Connections that come to the listener for diverted ones, and were not diverted.
final class ProxyDirectTest {
  private final Telemetry telemetry = new Telemetry();
  private final EventLog events = new EventLog("test", InstantSource.system());
  private final ProxyMeters meters = new ProxyMeters(telemetry, events);
  private final AtomicInteger begun = new AtomicInteger();

  @Test
  @DisplayName("SEC-R8 who connects to the listener itself is closed at once, and counted")
  void ownAddress() throws IOException {
    var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    var limits = Operating.QUIET.limits();
    var guards = new Guards(group, () -> 10, limits.client(), () -> 0, meters, events);
    var conversations =
        new InterceptListener.Conversations(
            guards.admission(),
            (_, _) -> begun.incrementAndGet(),
            () -> new HealthConversation(() -> true, meters));
    var listener =
        InterceptListener.bind(group, config(), meters, UnaryOperator.identity(), conversations);
    try (var client = new RawClient(listener.boundAddress())) {
      client.sendAll("GET /metrics HTTP/1.1\r\nHost: " + listener.boundAddress() + "\r\n\r\n");
      assertThat(client.isGone()).isTrue();
    } finally {
      listener.close();
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
    assertThat(begun).hasValue(0);
    assertThat(telemetry.scrape())
        .contains("weir_http_connections_closed_total{reason=\"own-address\"} 1.0");
  }

  private static ProxyConfig config() {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new ProxyConfig(
        "cache-1",
        Optional.of(
            new ProxyConfig.Listen(loopback, ProxyConfig.Arrival.TRANSLATED, Set.of(), _ -> false)),
        List.of(),
        new ProxyConfig.Dns(List.of(), Duration.ofSeconds(1)),
        () -> ProxyConfig.Times.DEFAULTS,
        Operating.QUIET.limits(),
        ProxyConfig.Sockets.DEFAULTS,
        () -> WaysIn.DEFAULTS);
  }
}
