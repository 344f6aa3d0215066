package dev.weir.wccp.router;

import static dev.weir.wccp.router.Bench.DYNAMIC;
import static dev.weir.wccp.router.Bench.PROXY;
import static dev.weir.wccp.router.Bench.answer;
import static dev.weir.wccp.router.Bench.ignored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.message.Component.Service;
import dev.weir.wccp.router.RouterEffect.IgnoredReason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// §4.4 step 6: what a dynamic service is, its first cache says.
final class DynamicServiceTest {
  private static final Service OTHER_PRIORITY = new Service(DYNAMIC, 6, 6, 0x12, List.of(8080));

  private final Bench router = SettingsOf.dynamic().bench();

  static Stream<Service> others() {
    return Stream.of(
        OTHER_PRIORITY,
        new Service(DYNAMIC, 5, 17, 0x12, List.of(8080)),
        new Service(DYNAMIC, 5, 6, 0x11, List.of(8080)),
        new Service(DYNAMIC, 5, 6, 0x12, List.of(8081)),
        new Service(DYNAMIC, 5, 6, 0x12, List.of(8080, 8081)),
        new Service(DYNAMIC, 5, 6, 0x12, List.of()));
  }

  @Test
  @DisplayName("§4.4 step 6: the description is learnt from the first cache that becomes usable")
  void learnt() {
    var cache = router.cache("192.0.2.11");

    var first = router.says(cache);
    assertThat(first).noneMatch(RouterEffect.Described.class::isInstance);
    assertThat(router.state().service()).isEqualTo(DYNAMIC.standardService());
    assertThat(answer(first).service()).as("told as the cache told it").isEqualTo(PROXY);

    var second = router.says(cache);
    assertThat(second).contains(new RouterEffect.Described(PROXY));
    assertThat(router.state().service()).isEqualTo(PROXY);
    assertThat(answer(second).service()).isEqualTo(PROXY);
    assertThat(router.says(cache)).as("only once").hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("others")
  @DisplayName("§4.4 step 6: a cache that describes it otherwise is not even answered")
  void conflict(Service other) {
    router.joined("192.0.2.11");
    var stranger = router.cache("192.0.2.12");
    stranger.service = other;

    var effects = router.says(stranger);

    assertThat(effects)
        .containsExactly(new RouterEffect.Ignored(IgnoredReason.DESCRIPTION, stranger.address));
    assertThat(router.state().caches()).hasSize(1);
    assertThat(router.state().service()).isEqualTo(PROXY);
  }

  @Test
  @DisplayName("§4.4 step 6: a cache that describes it alike joins")
  void alike() {
    router.joined("192.0.2.11");

    router.joined("192.0.2.12");

    assertThat(router.usable()).hasSize(2);
  }

  @Test
  @DisplayName("§4.4 step 6: that a priority differs is a conflict, unless an option says no")
  void priority() {
    var lenient = SettingsOf.dynamic().describing(Optional.empty(), false).bench();
    lenient.joined("192.0.2.11");
    var other = lenient.cache("192.0.2.12");
    other.service = OTHER_PRIORITY;

    lenient.join(other);

    assertThat(lenient.state().service()).as("the first one's").isEqualTo(PROXY);
  }

  @Test
  @DisplayName("§4.4: with the last cache the description goes, and another may follow")
  void forgotten() {
    var first = router.joined("192.0.2.11");
    assertThat(router.leaves(first)).contains(new RouterEffect.Undescribed(PROXY));
    assertThat(router.state().service()).isEqualTo(DYNAMIC.standardService());
    var second = router.cache("192.0.2.12");
    second.service = OTHER_PRIORITY;

    router.join(second);

    assertThat(router.state().service()).isEqualTo(OTHER_PRIORITY);
  }

  @Test
  @DisplayName("§4.4: while one cache stays, the description stays")
  void kept() {
    var first = router.joined("192.0.2.11");
    router.joined("192.0.2.12");

    assertThat(router.leaves(first)).noneMatch(RouterEffect.Undescribed.class::isInstance);

    assertThat(router.state().service()).isEqualTo(PROXY);
  }

  @Test
  @DisplayName("§7.3 service-list: a cache must mean the packets that the operator means")
  void expected() {
    var meant = new Service(DYNAMIC, 0, 6, 0x10, List.of(8080));
    var closed = SettingsOf.dynamic().describing(Optional.of(meant), true).bench();
    var wrong = closed.cache("192.0.2.12");
    wrong.service = new Service(DYNAMIC, 5, 6, 0x12, List.of(3128));

    assertThat(ignored(closed.says(wrong))).containsExactly(IgnoredReason.DESCRIPTION);

    closed.joined("192.0.2.11");
    assertThat(closed.state().service()).as("with the cache's priority").isEqualTo(PROXY);
  }

  @Test
  @DisplayName("§3.2: a standard service needs no description; what a cache says of it is nothing")
  void standard() {
    var web = SettingsOf.web().bench();
    var cache = web.cache("192.0.2.11");
    cache.service = new Service(cache.service.group(), 9, 17, 0x11, List.of(53));

    web.join(cache);

    assertThat(web.state().service().protocol()).isZero();
    assertThat(cache.lastSeen.orElseThrow().service().ports()).isEmpty();
  }
}
