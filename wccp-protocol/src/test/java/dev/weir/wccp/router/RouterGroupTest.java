package dev.weir.wccp.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.codec.Vectors;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Component.CacheView;
import dev.weir.wccp.message.Component.CacheView.HeardRouter;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.RouterOffer;
import dev.weir.wccp.router.RouterEffect.IgnoredReason;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// One router, 192.0.2.1, and one cache, 192.0.2.11.
final class RouterGroupTest {
  private static final InetAddress ROUTER = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress CACHE = InetAddress.ofLiteral("192.0.2.11");
  private static final InetAddress STRANGER = InetAddress.ofLiteral("192.0.2.66");

  private Instant now = Instant.EPOCH;
  private final RouterGroup group =
      new RouterGroup(
          RouterGroup.Settings.standard(
              ServiceGroup.WEB_CACHE.standardService(),
              ROUTER,
              RouterOffer.plain(Duration.ofSeconds(1), Duration.ofSeconds(10)),
              _ -> true));

  @Test
  @DisplayName("§4.4 an IPv6 cache in an IPv4 group is ignored: no answer could name both")
  void otherFamily() {
    var hello = Vectors.message("19-v201-hia-ipv6");

    assertThat(group.on(new RouterEvent.Received(hello, STRANGER, ROUTER), now))
        .containsExactly(new RouterEffect.Ignored(IgnoredReason.CACHE_ADDRESS, STRANGER));
    assertThat(group.snapshot().caches()).isEmpty();
  }

  @Test
  @DisplayName("§4.4 a replayed HERE_I_AM of a stranger is answered, but moves no usable cache")
  void replayed() {
    hello(CACHE, List.of());
    hello(CACHE, List.of(new HeardRouter(ROUTER, new ReceiveId(1))));
    assertThat(group.snapshot().caches()).singleElement().matches(RouterSnapshot.Cache::usable);

    var answers = hello(STRANGER, List.of(new HeardRouter(ROUTER, new ReceiveId(1))));
    now = now.plusSeconds(25);
    var queries = sent(group.on(new RouterEvent.DeadlinePassed(), now));

    assertThat(answers).extracting(RouterEffect.Send::to).containsExactly(STRANGER);
    assertThat(queries).extracting(RouterEffect.Send::to).containsExactly(CACHE);
  }

  @Test
  @DisplayName("§4.4 a cache that echoes what it heard at a new address is followed there")
  void moved() {
    hello(CACHE, List.of());
    hello(CACHE, List.of(new HeardRouter(ROUTER, new ReceiveId(1))));

    hello(STRANGER, List.of(new HeardRouter(ROUTER, new ReceiveId(2))));
    hello(STRANGER, List.of(new HeardRouter(ROUTER, new ReceiveId(3))));
    now = now.plusSeconds(25);

    assertThat(sent(group.on(new RouterEvent.DeadlinePassed(), now)))
        .extracting(RouterEffect.Send::to)
        .containsExactly(STRANGER);
  }

  @Test
  @DisplayName("§4.4 what a stranger is answered does not spoil the cache's own exchange")
  void replayBetweenExchanges() {
    hello(CACHE, List.of());
    hello(CACHE, List.of(new HeardRouter(ROUTER, new ReceiveId(1))));
    hello(STRANGER, List.of(new HeardRouter(ROUTER, new ReceiveId(1))));

    now = now.plusSeconds(10);
    hello(CACHE, List.of(new HeardRouter(ROUTER, new ReceiveId(2))));
    now = now.plusSeconds(25);

    assertThat(sent(group.on(new RouterEvent.DeadlinePassed(), now)))
        .as("asked 25 s after the second exchange, not lost 35 s after the first")
        .hasSize(1);
    assertThat(group.snapshot().caches()).singleElement().matches(RouterSnapshot.Cache::usable);
  }

  @Test
  @DisplayName(
      "§4.4 a message that was lost and is replayed from elsewhere does not lock a cache out")
  void replayedWhileFresh() {
    hello(CACHE, List.of());
    hello(CACHE, List.of(new HeardRouter(ROUTER, new ReceiveId(1))));

    hello(STRANGER, List.of(new HeardRouter(ROUTER, new ReceiveId(2))));
    now = now.plusSeconds(10);
    hello(CACHE, List.of(new HeardRouter(ROUTER, new ReceiveId(2))));
    now = now.plusSeconds(20);
    group.on(new RouterEvent.DeadlinePassed(), now);

    assertThat(group.snapshot().caches()).singleElement().matches(RouterSnapshot.Cache::usable);
  }

  @Test
  @DisplayName("§4.1 a cache on its way in counts by 10 s, though the group has agreed on 1 s")
  void slowToJoin() {
    var fast =
        new Component.Capabilities(
            List.of(
                Capability.TransmitInterval.of(Duration.ofSeconds(1)), Capability.TimerScale.ONE));
    hello(CACHE, CACHE, List.of(), Optional.of(fast));
    hello(CACHE, CACHE, heard(1), Optional.of(fast));
    hello(STRANGER, STRANGER, List.of(), Optional.empty());

    for (int second = 1; second <= 10; second++) {
      now = now.plusSeconds(1);
      hello(CACHE, CACHE, heard(second == 1 ? 2 : second + 2), Optional.of(fast));
      group.on(new RouterEvent.DeadlinePassed(), now);
    }
    hello(STRANGER, STRANGER, heard(3), Optional.of(fast));

    assertThat(group.snapshot().caches())
        .filteredOn(RouterSnapshot.Cache::usable)
        .extracting(RouterSnapshot.Cache::address)
        .containsExactlyInAnyOrder(CACHE, STRANGER);
  }

  private static List<HeardRouter> heard(int id) {
    return List.of(new HeardRouter(ROUTER, new ReceiveId(id)));
  }

  @Test
  @DisplayName("§4.4 thirty-two pretenders do not keep a real cache out")
  void crowded() {
    for (int i = 0; i < RouterGroup.MEMBER_COUNT_MAX; i++) {
      var pretender = InetAddress.ofLiteral("198.51.100." + (i + 1));
      assertThat(hello(pretender, pretender, List.of())).hasSize(1);
      now = now.plusMillis(1);
    }

    hello(CACHE, List.of());
    hello(CACHE, List.of(new HeardRouter(ROUTER, new ReceiveId(RouterGroup.MEMBER_COUNT_MAX + 1))));

    assertThat(group.snapshot().caches())
        .hasSize(RouterGroup.MEMBER_COUNT_MAX)
        .filteredOn(RouterSnapshot.Cache::usable)
        .extracting(RouterSnapshot.Cache::address)
        .containsExactly(CACHE);
  }

  @Test
  @DisplayName("§4.4 step 5: a thirty-third cache is ignored while all others are usable")
  void full() {
    for (int i = 1; i <= RouterGroup.MEMBER_COUNT_MAX; i++) {
      var cache = InetAddress.ofLiteral("198.51.100." + i);
      hello(cache, cache, List.of());
      hello(cache, cache, heard(2 * i - 1));
    }

    assertThat(hello(CACHE, List.of())).isEmpty();

    assertThat(group.snapshot().caches())
        .hasSize(RouterGroup.MEMBER_COUNT_MAX)
        .allMatch(RouterSnapshot.Cache::usable);
  }

  private List<RouterEffect.Send> hello(InetAddress from, List<HeardRouter> heard) {
    return hello(CACHE, from, heard);
  }

  private List<RouterEffect.Send> hello(
      InetAddress cache, InetAddress from, List<HeardRouter> heard) {
    return hello(cache, from, heard, Optional.empty());
  }

  private List<RouterEffect.Send> hello(
      InetAddress cache,
      InetAddress from,
      List<HeardRouter> heard,
      Optional<Component.Capabilities> capabilities) {
    var message =
        new Message.HereIAm(
            0,
            ServiceGroup.WEB_CACHE.standardService(),
            CacheIdentity.hash(cache, true, BucketSet.EMPTY, 100, 0),
            new CacheView(1, heard, List.of()),
            capabilities,
            Optional.empty(),
            List.of());
    return sent(group.on(new RouterEvent.Received(message, from, ROUTER), now));
  }

  private static List<RouterEffect.Send> sent(List<RouterEffect> effects) {
    return effects.stream()
        .filter(RouterEffect.Send.class::isInstance)
        .map(RouterEffect.Send.class::cast)
        .toList();
  }
}
