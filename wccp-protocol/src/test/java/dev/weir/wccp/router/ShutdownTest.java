package dev.weir.wccp.router;

import static dev.weir.wccp.router.Bench.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.message.Component.Commands.Command;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.router.RouterEffect.LossCause;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// §4.2, §4.4: a cache says that it goes.
final class ShutdownTest {
  private final Bench router = SettingsOf.web().bench();
  private final Puppet one = router.joined("192.0.2.11");
  private final Puppet two = router.joined("192.0.2.12");

  @Test
  @DisplayName("§4.4 SHUTDOWN removes the cache at once, and is confirmed")
  void removed() {
    var effects = router.leaves(two);

    assertThat(confirmed(answer(effects), two)).isTrue();
    assertThat(effects)
        .anyMatch(
            it -> it instanceof RouterEffect.CacheLost lost && lost.cause() == LossCause.SHUTDOWN);
    assertThat(router.usable()).containsExactly(one.address);
  }

  @Test
  @DisplayName("§11-5 with a wrong receive id it is answered, but neither obeyed nor confirmed")
  void wrongId() {
    var effects = router.receives(two.hereIAm(new ReceiveId(1), Optional.of(two.address)), two);

    assertThat(confirmed(answer(effects), two)).isFalse();
    assertThat(router.usable()).contains(two.address);
  }

  @Test
  @DisplayName("§11-5 it is obeyed for the sender's own address only")
  void ofAnother() {
    var effects = router.receives(two.hereIAm(two.heard, Optional.of(one.address)), two);

    assertThat(answer(effects).commands()).isEmpty();
    assertThat(router.usable()).containsExactly(one.address, two.address);
  }

  @Test
  @DisplayName("§11-5 from another address than the cache's it is neither obeyed nor confirmed")
  void fromStranger() {
    var said = two.hereIAm(two.heard, Optional.of(two.address));

    var effects = router.receives(said, InetAddress.ofLiteral("192.0.2.66"), Bench.ROUTER);

    assertThat(confirmed(answer(effects), two)).isFalse();
    assertThat(router.usable()).contains(two.address);
  }

  @Test
  @DisplayName("§4.4 the id of a confirmation to another address does not count after a later one")
  void confirmedElsewhere() {
    var late = router.cache("192.0.2.13");
    var elsewhere = InetAddress.ofLiteral("192.0.2.66");
    router.says(late);
    var leaving = late.hereIAm(ReceiveId.NONE, Optional.of(late.address));
    var confirmed = answer(router.receives(leaving, elsewhere, Bench.ROUTER)).router().receiveId();
    var calling = late.hereIAm(ReceiveId.NONE, Optional.empty());
    router.receives(calling, elsewhere, Bench.ROUTER);
    router.receives(calling, late);

    var replayed = late.hereIAm(confirmed, Optional.empty());
    router.receives(replayed, elsewhere, Bench.ROUTER);
    assertThat(router.usable()).containsExactly(one.address, two.address);
  }

  @Test
  @DisplayName("§11-5 it is confirmed again while it is repeated, and for who was never listed")
  void repeated() {
    router.leaves(two);
    var change = router.state().memberChange();

    assertThat(confirmed(answer(router.leaves(two)), two)).isTrue();
    assertThat(confirmed(answer(router.leaves(two)), two)).isTrue();
    var unknown = router.cache("192.0.2.13");
    assertThat(confirmed(answer(router.leaves(unknown)), unknown)).isTrue();

    assertThat(router.state().memberChange()).isEqualTo(change);
    assertThat(router.state().caches()).as("nobody is remembered for it").hasSize(1);
  }

  @Test
  @DisplayName("§4.4 its buckets are unassigned, the others keep theirs, and a table must follow")
  void buckets() {
    router.assigns(one, 1, Bench.buckets(one, two), dev.weir.wccp.message.Component.Form.PLAIN);
    router.leaves(two);

    assertThat(router.state().assignment().share(one.address).size()).isEqualTo(128);
    assertThat(router.state().assignment().assignedCount()).isEqualTo(128);
    for (int i = 0; i < 5; i++) {
      router.after(10);
      router.says(one);
    }
    assertThat(router.state().key()).as("flushed 50 s after the change").isEmpty();
  }

  private static boolean confirmed(Message.ISeeYou seen, Puppet cache) {
    return seen.commands()
        .filter(it -> it.contains(Command.SHUTDOWN_RESPONSE, cache.address))
        .isPresent();
  }
}
