package dev.weir.wccp.router;

import static dev.weir.wccp.router.Bench.answer;
import static dev.weir.wccp.router.Bench.ignored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.message.Component.Form;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.router.RouterEffect.IgnoredReason;
import dev.weir.wccp.router.RouterEffect.LossCause;
import dev.weir.wccp.router.RouterEvent.Fault.Kind;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Misbehaviour on demand, as an operator of a lab wants it.
final class FaultTest {
  private final Bench router = SettingsOf.dynamic().bench();
  private final Puppet cache = router.joined("192.0.2.11");

  @Test
  @DisplayName("§4.4 FLUSH: the table goes as if nobody had renewed it; the cache stays")
  void flush() {
    router.assigns(cache, 1, Bench.buckets(cache), Form.PLAIN);
    var key = router.state().key().orElseThrow();

    assertThat(router.fault(Kind.FLUSH)).containsExactly(new RouterEffect.Flushed(key));

    assertThat(router.state().assignment().assignedCount()).isZero();
    assertThat(answer(router.says(cache)).view().key()).isEmpty();
    assertThat(router.usable()).containsExactly(cache.address);
    assertThat(router.fault(Kind.FLUSH)).as("nothing is left to flush").isEmpty();
  }

  @Test
  @DisplayName("§4.4 step 7, STALE_RECEIVE_ID: one I_SEE_YOU repeats an id whose echo is refused")
  void staleReceiveId() {
    router.fault(Kind.STALE_RECEIVE_ID);
    var before = cache.heard;

    assertThat(answer(router.says(cache)).router().receiveId()).isEqualTo(before);
    var refused = router.says(cache);
    assertThat(ignored(refused)).containsExactly(IgnoredReason.STALE_RECEIVE_ID);
    assertThat(answer(refused).router().receiveId()).isEqualTo(new ReceiveId(4));
    assertThat(ignored(router.says(cache))).as("once only").isEmpty();
  }

  @Test
  @DisplayName("§7.2 REBOOT: everything is forgotten, and receive ids count from 1")
  void reboot() {
    router.assigns(cache, 1, Bench.buckets(cache), Form.PLAIN);

    var effects = router.fault(Kind.REBOOT);

    assertThat(effects)
        .hasSize(3)
        .anyMatch(
            it -> it instanceof RouterEffect.CacheLost lost && lost.cause() == LossCause.REBOOT)
        .anyMatch(RouterEffect.Flushed.class::isInstance)
        .contains(new RouterEffect.Undescribed(Bench.PROXY));
    assertThat(router.state().caches()).isEmpty();
    assertThat(router.state().memberChange()).isEqualTo(1);
    assertThat(answer(router.says(cache)).router().receiveId()).isEqualTo(new ReceiveId(1));
    router.says(cache);
    assertThat(router.usable()).containsExactly(cache.address);
  }

  @Test
  @DisplayName("§2.5 a router of WCCP1 misbehaves alike")
  void version1() {
    var old = new Version1Router(new Version1Router.Settings(Bench.ROUTER, _ -> true));
    assertThat(answered(old, 0)).isEqualTo(1);
    assertThat(answered(old, 1)).isEqualTo(2);

    old.on(new RouterEvent.Fault(Kind.STALE_RECEIVE_ID), router.now());
    answered(old, 2);
    assertThat(old.snapshot().caches().getFirst().unechoed()).as("not accepted").isEqualTo(1);
    answered(old, 3);
    assertThat(old.snapshot().caches().getFirst().unechoed()).as("once only").isZero();

    assertThat(old.on(new RouterEvent.Fault(Kind.FLUSH), router.now()))
        .as("no table is there")
        .isEmpty();
    var assign = new Version1.AssignBuckets(new ReceiveId(4), Bench.buckets(cache));
    old.on(new RouterEvent.Received(assign, cache.address, Bench.ROUTER), router.now());
    assertThat(old.on(new RouterEvent.Fault(Kind.FLUSH), router.now()))
        .containsExactly(new RouterEffect.Flushed(Optional.empty()));
    assertThat(old.snapshot().assignment().assignedCount()).isZero();
    assertThat(old.on(new RouterEvent.Fault(Kind.REBOOT), router.now()))
        .containsExactly(new RouterEffect.CacheLost(cache.address, LossCause.REBOOT, 5));
    assertThat(answered(old, 4)).as("counted from the start").isEqualTo(1);
  }

  private int answered(Version1Router old, int received) {
    var hello =
        new Version1.HereIAm(Version1.VERSION, BucketSet.EMPTY, true, new ReceiveId(received));
    var effects =
        old.on(new RouterEvent.Received(hello, cache.address, Bench.ROUTER), router.now());
    return ((Version1.ISeeYou) Bench.sent(effects).getFirst()).receiveId().value();
  }
}
