package dev.weir.node.ownership.live;

import static dev.weir.node.ownership.Given.node;
import static dev.weir.node.ownership.Given.nodes;
import static dev.weir.node.ownership.Given.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.config.OwnershipConfig.By;
import dev.weir.node.ownership.Given;
import dev.weir.node.ownership.Succession;
import dev.weir.node.ownership.home.HomeCodec;
import dev.weir.node.ownership.home.HomeMessage;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.wccp.assignment.HashAssignment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a host that a node knows takes of its heap, measured.
///
/// Ten times as much as it takes would fail; what else goes on in the heap is far less than that.
final class KnownHostsCostTest {
  private static final int HOSTS = 400_000;
  private static final InetSocketAddress DESTINATION =
      new InetSocketAddress(InetAddress.ofLiteral("198.51.100.1"), 80);

  @Test
  @DisplayName(
      "a node of eight takes at most 100 octets of heap for a host that it has been asked for")
  void heap() throws Exception {
    Ownership ownership = ingress();
    long before = used();
    for (int host = 0; host < HOSTS; host++) {
      ownership.ask(new CacheKey("http", "h" + host + ".test", "/"), DESTINATION, true, _ -> {});
    }
    long taken = used() - before;
    assertThat(ownership.hostsKnown()).isEqualTo(HOSTS);
    assertThat(taken / HOSTS).isLessThanOrEqualTo(100);
  }

  /// A node whose neighbours put every host where it is proposed, and remember nothing.
  private static Ownership ingress() {
    var ownership =
        new Ownership(
            new Ownership.Self(node(1), nodes(8), By.DESTINATION),
            (_, question, told) ->
                told.accept(
                    HomeCodec.decode(question)
                        .map(it ->
                            it instanceof HomeMessage.WhereIs asked
                                ? new HomeMessage.Home(asked.proposed().orElseThrow())
                                : new HomeMessage.Noted())
                        .map(HomeCodec::encode)),
            new OwnershipMeters(new Telemetry()),
            () -> Given.START,
            Runnable::run);
    var shared = Given.shared(HashAssignment.NONE, nodes(8).toArray(java.net.Inet4Address[]::new));
    var succession = new Succession(node(1), nodes(8));
    var first = Given.echo(Given.round(1, node(2)));
    ownership.enter(succession.look(first, Given.START).orElseThrow(), true);
    var second = Given.echo(table(2, node(2), shared));
    ownership.enter(succession.look(second, Given.START).orElseThrow(), true);
    return ownership;
  }

  private static long used() throws InterruptedException {
    var runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS); // of what is freed a moment later
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
