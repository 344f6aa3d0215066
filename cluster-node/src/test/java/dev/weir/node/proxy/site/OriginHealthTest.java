package dev.weir.node.proxy.site;

import static dev.weir.node.proxy.site.OriginHealth.Sign.ANSWERED;
import static dev.weir.node.proxy.site.OriginHealth.Sign.FAILED;
import static dev.weir.node.proxy.site.OriginHealth.Sign.PROBE_BAD;
import static dev.weir.node.proxy.site.OriginHealth.Sign.PROBE_GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.site.OriginHealth.Sign;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// When an origin is asked no more, when again, and which one is next.
class OriginHealthTest {
  private static final HealthRule PROBED =
      new HealthRule(true, 2, 3, 3, Duration.ofSeconds(10), true);
  private static final HealthRule WATCHED = HealthRule.DEFAULTS;
  private static final InetSocketAddress A = at(1);
  private static final InetSocketAddress B = at(2);
  private static final InetSocketAddress C = at(3);

  private Instant now = Instant.EPOCH;

  @Test
  @DisplayName("three bad probes in a row put it out, two good ones in a row bring it back")
  void probes() {
    assertThat(after(PROBED, PROBE_BAD, PROBE_BAD, PROBE_GOOD, PROBE_BAD, PROBE_BAD).isUp())
        .isTrue();
    OriginHealth out = after(PROBED, PROBE_BAD, PROBE_BAD, PROBE_BAD);
    assertThat(out.isUp()).isFalse();

    assertThat(out.after(PROBE_GOOD, PROBED, now).isUp()).isFalse();
    assertThat(
            out.after(PROBE_GOOD, PROBED, now)
                .after(PROBE_BAD, PROBED, now)
                .after(PROBE_GOOD, PROBED, now)
                .isUp())
        .isFalse();
    assertThat(out.after(PROBE_GOOD, PROBED, now).after(PROBE_GOOD, PROBED, now).isUp()).isTrue();
  }

  @Test
  @DisplayName(
      "three failed requests in a row put it out; where it is probed, only probes bring it")
  void requests() {
    assertThat(after(PROBED, FAILED, FAILED, ANSWERED, FAILED, FAILED).isUp()).isTrue();
    OriginHealth out = after(PROBED, FAILED, FAILED, FAILED);
    now = now.plusSeconds(3600);

    assertThat(out.usable(PROBED, now)).isFalse();
    assertThat(out.after(ANSWERED, PROBED, now).isUp()).isFalse();
  }

  @Test
  @DisplayName("where it is not probed, one request tries it after a while, and tells")
  void trial() {
    OriginHealth out = after(WATCHED, FAILED, FAILED, FAILED);
    now = now.plus(WATCHED.out()).minusNanos(1);
    assertThat(out.usable(WATCHED, now)).isFalse();
    now = now.plusNanos(1);
    assertThat(out.usable(WATCHED, now)).isTrue();

    OriginHealth tried = out.tried(WATCHED, now);

    assertThat(tried.usable(WATCHED, now)).as("a second request").isFalse();
    assertThat(tried.after(ANSWERED, WATCHED, now).isUp()).isTrue();
    assertThat(
            tried.after(FAILED, WATCHED, now.plusSeconds(1)).usable(WATCHED, now.plusSeconds(10)))
        .isFalse();
  }

  @Test
  @DisplayName("weights 5, 1, 1 are turns a a b a c a a: the heavy one is not asked in a row")
  void turns() {
    var turns = new Turns(5, 1, 1);
    var order = new StringBuilder();
    for (int i = 0; i < 14; i++) {
      order.append("abc".charAt(turns.next(_ -> true).orElseThrow()));
    }

    assertThat(order).hasToString("aabacaaaabacaa");
    assertThat(turns.next(_ -> false)).isEmpty();
  }

  @Test
  @DisplayName(
      "who is out has no turn, nor who was tried; when all are out, all are asked, or none")
  void next() {
    var changes = new ArrayList<String>();
    Origins origins = origins(true, changes);
    fail(origins, A);

    assertThat(changes).containsExactly("1 DOWN FAILED");
    assertThat(turnsOf(origins, 4)).containsExactly(B, C, B, C);
    assertThat(origins.next(Set.of(B))).contains(C);
    fail(origins, B);
    fail(origins, C);
    assertThat(turnsOf(origins, 6)).contains(A, B, C);
    assertThat(origins.next(Set.of(A, B, C))).isEmpty();

    Origins strict = origins(false, changes);
    List.of(A, B, C).forEach(each -> fail(strict, each));
    assertThat(strict.next(Set.of())).isEmpty();
  }

  private OriginHealth after(HealthRule rule, Sign... signs) {
    OriginHealth health = OriginHealth.NEW;
    for (Sign sign : signs) {
      health = health.after(sign, rule, now);
    }
    return health;
  }

  private Origins origins(boolean panics, List<String> changes) {
    return new Origins(
        List.of(new Origins.Origin(A, 1), new Origins.Origin(B, 1), new Origins.Origin(C, 1)),
        new HealthRule(false, 2, 3, 3, Duration.ofSeconds(10), panics),
        () -> now,
        (origin, state, because) ->
            changes.add(origin.address().getPort() + " " + state + " " + because));
  }

  private static void fail(Origins origins, InetSocketAddress address) {
    for (int i = 0; i < 3; i++) {
      origins.failed(address, dev.weir.node.proxy.origin.OriginFailure.UNREACHABLE);
    }
  }

  private static List<InetSocketAddress> turnsOf(Origins origins, int count) {
    var turns = new ArrayList<InetSocketAddress>();
    for (int i = 0; i < count; i++) {
      Optional<InetSocketAddress> next = origins.next(Set.of());
      next.ifPresent(turns::add);
    }
    return turns;
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
