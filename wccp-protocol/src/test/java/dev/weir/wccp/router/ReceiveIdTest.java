package dev.weir.wccp.router;

import static dev.weir.wccp.router.Bench.answer;
import static dev.weir.wccp.router.Bench.ignored;
import static dev.weir.wccp.router.Bench.sent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.router.RouterEffect.IgnoredReason;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// §4.4 step 7: only who echoes our last receive id is heard.
final class ReceiveIdTest {
  private final Bench router = SettingsOf.web().bench();

  @Test
  @DisplayName("§4.4 step 7: a first contact is answered, and changes nothing")
  void first() {
    var cache = router.cache("192.0.2.11");

    var effects = router.says(cache);

    assertThat(answer(effects).router().receiveId()).isEqualTo(new ReceiveId(1));
    assertThat(answer(effects).router().receivedFrom()).containsExactly(cache.address);
    assertThat(ignored(effects)).isEmpty();
    assertThat(router.usable()).isEmpty();
    assertThat(router.state().memberChange()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "§4.4 step 7: a wrong id is answered with a new one, is told of, and changes nothing")
  void wrong() {
    var cache = router.joined("192.0.2.11");
    var before = router.state();

    var effects = router.receives(cache.hereIAm(new ReceiveId(1), Optional.empty()), cache);

    assertThat(ignored(effects)).containsExactly(IgnoredReason.STALE_RECEIVE_ID);
    assertThat(answer(effects).router().receiveId()).isEqualTo(new ReceiveId(3));
    assertThat(router.state().memberChange()).isEqualTo(before.memberChange());
    assertThat(ignored(router.says(cache))).as("the new one counts").isEmpty();
  }

  @Test
  @DisplayName("§4.4: each message takes a receive id of its own, shared by the group")
  void counted() {
    var one = router.joined("192.0.2.11");
    var two = router.joined("192.0.2.12");

    router.says(one);

    assertThat(one.heard).isEqualTo(new ReceiveId(5));
    assertThat(two.heard).isEqualTo(new ReceiveId(4));
  }

  @Test
  @DisplayName(
      "§8.1-1 a cache that never echoes stays unusable, and one sees that it does not hear")
  void neverEchoes() {
    var squid = router.cache("192.0.2.11");
    squid.deaf = true;
    for (int i = 0; i < 5; i++) {
      router.says(squid);
      router.after(10);
    }

    assertThat(router.known(squid).usable()).isFalse();
    assertThat(router.known(squid).unechoed()).isEqualTo(5);

    squid.deaf = false;
    router.says(squid);
    router.says(squid);
    assertThat(router.known(squid).unechoed()).isZero();
  }

  @Test
  @DisplayName("§4.4 a stranger's copies do not make a cache look deaf")
  void strangersCopies() {
    var cache = router.joined("192.0.2.11");
    var stranger = InetAddress.ofLiteral("192.0.2.66");

    var effects = router.receives(cache.hereIAm(), stranger, Bench.ROUTER);

    assertThat(ignored(effects)).containsExactly(IgnoredReason.STALE_RECEIVE_ID);
    assertThat(router.known(cache).unechoed()).isZero();
    assertThat(router.known(cache).source()).isEqualTo(cache.source);
  }

  @Test
  @DisplayName("§4.1 a silent cache is asked after 25 s with a new receive id, and lost after 30 s")
  void silent() {
    var cache = router.joined("192.0.2.11");

    assertThat(router.after(24)).isEmpty();
    var asked = sent(router.after(1));
    assertThat(asked).hasSize(1).first().isInstanceOf(Message.RemovalQuery.class);
    assertThat(((Message.RemovalQuery) asked.getFirst()).query().receiveId())
        .isEqualTo(new ReceiveId(3));
    assertThat(router.after(4)).isEmpty();
    assertThat(router.usable()).containsExactly(cache.address);

    assertThat(router.after(1))
        .last()
        .isEqualTo(
            new RouterEffect.CacheLost(
                cache.address, RouterEffect.LossCause.SILENT, router.state().memberChange()));
  }

  @Test
  @DisplayName("§11-4 three identical answers to a query are each answered; none is a wrong id")
  void threeAnswers() {
    var cache = router.joined("192.0.2.11");
    router.after(25);
    var said = cache.hereIAm();

    for (int i = 0; i < 3; i++) {
      var effects = router.receives(said, cache);
      assertThat(ignored(effects)).isEmpty();
      assertThat(answer(effects).router().receiveId()).isEqualTo(new ReceiveId(4 + i));
      router.after(1);
    }
    assertThat(ignored(router.receives(said, cache)))
        .as("a fourth is one")
        .containsExactly(IgnoredReason.STALE_RECEIVE_ID);
    assertThat(ignored(router.says(cache))).isEmpty();
    assertThat(router.usable()).containsExactly(cache.address);
  }

  @Test
  @DisplayName("§11-4 the repetitions change nothing: what the first said stays")
  void repetitionsChangeNothing() {
    var cache = router.joined("192.0.2.11");
    router.after(25);
    var said = cache.hereIAm();
    router.receives(said, cache);
    cache.otherRouters = List.of(InetAddress.ofLiteral("192.0.2.9"));
    var change = router.state().memberChange();

    router.receives(cache.hereIAm(new ReceiveId(3), Optional.empty()), cache);

    assertThat(router.state().memberChange()).isEqualTo(change);
  }

  @Test
  @DisplayName("§4.4 since when a cache is usable is kept, whatever it says later")
  void connectedSince() {
    router.after(7);
    var cache = router.joined("192.0.2.11");
    var since = router.now();
    router.after(10);
    router.says(cache);

    assertThat(router.known(cache).connectedSince()).contains(since);
  }
}
