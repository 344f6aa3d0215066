package dev.weir.router.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.router.show.Greeting;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Timers;
import dev.weir.wccp.negotiation.Transport;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterSnapshot;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AcquaintanceTest {
  private static final Inet4Address CACHE = Inet4Address.ofLiteral("192.0.2.11");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Greeting FIRST = new Greeting(CACHE, ReceiveId.NONE, false, false);
  private static final Greeting MISS = new Greeting(CACHE, ReceiveId.NONE, true, false);
  private static final Greeting ECHO = new Greeting(CACHE, new ReceiveId(7), true, true);

  @Test
  @DisplayName(
      "§4.4 a cache that had answers and echoed none of them is called so, after two misses")
  void neverEchoes() {
    var one = Acquaintance.NONE.after(FIRST).after(MISS);
    assertThat(one.of(CACHE).neverEchoed()).isFalse();
    assertThat(one.after(MISS).of(CACHE).neverEchoed()).isTrue();
    assertThat(one.after(ECHO).after(MISS).after(MISS).of(CACHE).neverEchoed()).isFalse();
  }

  @Test
  @DisplayName("a cache is known as long as the group knows it, with the time it became usable")
  void forgets() {
    var effects = List.<RouterEffect>of(new RouterEffect.CacheUsable(CACHE, 2));
    var usable = Acquaintance.NONE.after(effects, group(List.of(member())), NOW);
    assertThat(usable.of(CACHE).usableSince()).contains(NOW);
    assertThat(usable.after(List.of(), group(List.of()), NOW).caches()).isEmpty();
  }

  private static RouterSnapshot.Cache member() {
    return new RouterSnapshot.Cache(
        CACHE,
        true,
        new ReceiveId(7),
        dev.weir.wccp.message.CacheIdentity.hash(
            CACHE, true, dev.weir.wccp.assignment.BucketSet.EMPTY, 0, 0));
  }

  private static RouterSnapshot group(List<RouterSnapshot.Cache> caches) {
    return new RouterSnapshot(
        Inet4Address.ofLiteral("203.0.113.1"),
        ServiceGroup.WEB_CACHE.standardService(),
        caches,
        Optional.empty(),
        HashAssignment.NONE,
        1,
        Timers.DEFAULT,
        Transport.GRE);
  }
}
