package dev.weir.wccp.cache;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.cache.CacheEffect.Ignored;
import dev.weir.wccp.cache.CacheEffect.IgnoredReason;
import dev.weir.wccp.message.Message;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// We reach our routers by 239.0.0.1; each speaks up when its own time has come.
final class MulticastTest {
  private final ScriptedRouter router = new ScriptedRouter("192.0.2.1");
  private final ScriptedRouter other = new ScriptedRouter("192.0.2.2");
  private final Bench bench = new Bench(Bench.speaking(Bench.multicast(), 1), router, other);

  @Test
  @DisplayName("§4.2 one HERE_I_AM goes to the group, for all routers and before any is known")
  void oneForAll() {
    bench.join().run(ofSeconds(25));

    assertThat(bench.sent).hasSize(3).allMatch(it -> it.to().equals(Bench.GROUP));
    assertThat(bench.group.snapshot().routers()).isEmpty();

    met();
    bench.run(ofSeconds(1));
    assertThat(bench.lastHello().view().routers())
        .extracting(it -> it.router())
        .containsExactly(router.id, other.id);
  }

  @Test
  @DisplayName("§3.10 all choose from the lowest router's offer, whichever they have met first")
  void lowestFirst() {
    bench.join();
    bench.announce(other);
    bench.announce(router);

    assertThat(bench.group.snapshot().routers())
        .extracting(CacheSnapshot.Router::address)
        .containsExactly(router.address, other.address);
  }

  @Test
  @DisplayName("§3.3 an I_SEE_YOU to the group is believed, one for another group or cache is not")
  void sentTo() {
    bench.join();

    assertThat(refused(router.iSeeYou(router.address, Bench.US))).isEqualTo(IgnoredReason.SENT_TO);
    assertThat(refused(router.iSeeYou(router.address, Bench.HIGHER)))
        .isEqualTo(IgnoredReason.NOT_ADDRESSED);
    assertThat(bench.group.snapshot().routers()).isEmpty();

    bench.announce(router);
    assertThat(bench.group.snapshot().routers()).hasSize(1);
  }

  @Test
  @DisplayName("§4.2 what others say in the group, and answers to them, are heard without a word")
  void overheard() {
    bench.join();
    met();
    converge();

    bench.receive(router.iSeeYou(Bench.GROUP, Bench.HIGHER), router.address);
    bench.receive(bench.lastHello(), Bench.HIGHER);
    bench.receive(bench.assigns().getLast(), Bench.HIGHER);

    assertThat(bench.told(Ignored.class)).isEmpty();
  }

  @Test
  @DisplayName("§3.5 to the group, too, only every other HERE_I_AM before the first answer has V")
  void versionAsked() {
    bench.join().run(ofSeconds(35));

    assertThat(bench.hellos())
        .extracting(it -> it.cache().versionRequest())
        .containsExactly(true, false, true, false);
  }

  @Test
  @DisplayName("§3.5 with one router of 2.00 in the group, no message to the group is of 2.01")
  void lowestVersion() {
    router.speaks(1);
    bench.join();
    met();
    bench.fresh();
    converge();

    assertThat(bench.hellos()).isNotEmpty().allMatch(it -> it.minor() == 0);
    assertThat(bench.assigns()).isNotEmpty().allMatch(it -> it.minor() == 0);
  }

  @Test
  @DisplayName("§3.5 when all routers answer in 2.01 the group is spoken to in 2.01")
  void allNew() {
    router.speaks(1);
    other.speaks(1);
    bench.join();
    met();
    bench.fresh();
    converge();

    assertThat(bench.hellos()).isNotEmpty().allMatch(it -> it.minor() == 1);
    assertThat(bench.assigns()).isNotEmpty().allMatch(it -> it.minor() == 1);
  }

  @Test
  @DisplayName("§4.3 one REDIRECT_ASSIGN goes to the group and names every router")
  void assigns() {
    bench.join();
    met();
    converge();

    var tables = bench.sent.stream().filter(it -> it.message() instanceof Message.RedirectAssign);
    assertThat(tables).hasSize(1).allMatch(it -> it.to().equals(Bench.GROUP));
    assertThat(bench.assigns().getFirst().assignment().routers())
        .extracting(it -> it.router())
        .containsExactly(router.id, other.id);
    assertThat(bench.group.snapshot().key()).isPresent();
  }

  @Test
  @DisplayName("§4.5 the 33rd router is refused; when one falls silent there is room")
  void atMost32() {
    bench.join();
    IntStream.rangeClosed(1, 32)
        .mapToObj(i -> new ScriptedRouter("192.0.2." + (100 + i)))
        .forEach(bench::announce);
    assertThat(refused(router.iSeeYou(Bench.GROUP, Bench.US)))
        .isEqualTo(IgnoredReason.TOO_MANY_ROUTERS);

    bench.run(ofSeconds(31));
    bench.announce(router);

    assertThat(bench.group.snapshot().routers())
        .extracting(CacheSnapshot.Router::address)
        .containsExactly(router.address);
  }

  @Test
  @DisplayName("§4.1 a router that is silent for 3 T is forgotten")
  void silent() {
    bench.join();
    met();
    bench.run(ofMillis(29_999));
    assertThat(bench.group.snapshot().routers()).hasSize(2);

    bench.run(ofMillis(1));

    assertThat(bench.group.snapshot().routers()).isEmpty();
  }

  @Test
  @DisplayName("§7.2 a new router id from a known source is a reboot, not a second router")
  void reboot() {
    bench.join();
    met();
    router.reboots();
    router.id = Bench.cache(3);
    bench.announce(router);

    assertThat(bench.group.snapshot().routers())
        .extracting(it -> it.id().orElseThrow())
        .containsExactly(Bench.cache(3), other.id);
  }

  @Test
  @DisplayName(
      "§4.2 a query is answered to its router alone, three times, whatever it says between")
  void query() {
    bench.join();
    met();
    bench.run(ofSeconds(1)).fresh();

    bench.receive(router.query(Bench.US), router.address);
    var first = bench.sent.getFirst();
    bench.announce(router);
    bench.run(ofMillis(2_500));

    var answers = bench.sent.stream().filter(it -> it.to().equals(router.address)).toList();
    assertThat(answers).extracting(Bench.Sent::message).hasSize(3).containsOnly(first.message());
    assertThat(answers.getLast().at().minus(first.at())).isEqualTo(ofSeconds(2));
    bench.fresh().run(ofSeconds(20));
    assertThat(bench.sent).allMatch(it -> it.to().equals(Bench.GROUP));
  }

  @Test
  @DisplayName("§4.2 the unicast I_SEE_YOU to such an answer is believed, so its receive id counts")
  void unicastAnswer() {
    bench.join();
    met();
    bench.receive(router.query(Bench.US), router.address);
    bench.run(ofSeconds(5));

    assertThat(bench.told(Ignored.class)).isEmpty();
    assertThat(bench.group.snapshot().routers().getFirst().receiveId().value())
        .isEqualTo(router.receiveId);
    assertThat(refused(other.iSeeYou(other.address, Bench.US))).isEqualTo(IgnoredReason.SENT_TO);
  }

  @Test
  @DisplayName("§4.1 a router that changes its offer all the time does not make us shout")
  void noShouting() {
    bench.join().run(ofSeconds(1)).fresh();
    for (int i = 0; i < 1_000; i++) {
      router.offers(1 + i % 2, 1);
      bench.announce(router);
      bench.run(ofMillis(10));
    }

    assertThat(bench.sent).hasSizeLessThanOrEqualTo(12);
  }

  private void met() {
    bench.announce(router);
    bench.announce(other);
  }

  /// Five rounds of the routers' schedule.
  private void converge() {
    for (int i = 0; i < 5; i++) {
      bench.run(ofSeconds(9));
      List.of(router, other).forEach(bench::announce);
    }
  }

  private IgnoredReason refused(Message message) {
    return bench.receive(message, router.address).stream()
        .filter(Ignored.class::isInstance)
        .map(it -> ((Ignored) it).reason())
        .findFirst()
        .orElseThrow();
  }
}
