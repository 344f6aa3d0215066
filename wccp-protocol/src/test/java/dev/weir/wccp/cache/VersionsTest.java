package dev.weir.wccp.cache;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class VersionsTest {
  private final ScriptedRouter router = new ScriptedRouter("192.0.2.1");
  private final ScriptedRouter other = new ScriptedRouter("192.0.2.2");

  @Test
  @DisplayName("§3.5 the first, third, fifth HERE_I_AM before any answer carries V, no other")
  void alternates() {
    router.silent = true;
    var bench = bench(1, router).join().run(ofSeconds(45));

    assertThat(asked(bench)).containsExactly(true, false, true, false, true);
    assertThat(bench.hellos()).allMatch(it -> it.minor() == 0);
  }

  @Test
  @DisplayName("§3.5 after the first answer V is never set again, whichever version it came in")
  void onlyAtFirst() {
    for (int minor : new int[] {0, 1}) {
      var bench = bench(1, router.speaks(minor)).join();
      assertThat(asked(bench)).containsExactly(true);

      bench.fresh().run(ofSeconds(60));

      assertThat(asked(bench)).doesNotContain(true);
    }
  }

  @Test
  @DisplayName("§3.5 a cache that speaks 2.00 only never sets V, and stays with 2.00")
  void oldOurselves() {
    var bench = bench(0, router.speaks(1)).join().run(ofSeconds(60));

    assertThat(asked(bench)).doesNotContain(true);
    assertThat(bench.hellos()).allMatch(it -> it.minor() == 0);
    assertThat(bench.assigns()).isNotEmpty().allMatch(it -> it.minor() == 0);
  }

  @Test
  @DisplayName("§3.5 each router is spoken to in the version that it answers in")
  void perRouter() {
    router.speaks(1);
    var bench = bench(1, router, other).join().run(ofSeconds(1)).fresh().run(ofSeconds(60));

    assertThat(to(bench, router)).isNotEmpty().allMatch(it -> minor(it) == 1);
    assertThat(to(bench, other)).isNotEmpty().allMatch(it -> minor(it) == 0);
    assertThat(bench.assigns()).hasSize(2);
  }

  @Test
  @DisplayName("§3.5 a silent router that returns is asked for its version anew")
  void anew() {
    var bench = bench(1, router.speaks(1)).join().run(ofSeconds(15));
    router.silent = true;
    bench.run(ofSeconds(30)).fresh().run(ofSeconds(20));

    assertThat(asked(bench)).contains(true);
    assertThat(bench.hellos()).allMatch(it -> it.minor() == 0);
  }

  @Test
  @DisplayName("§4.1 by 2.01 a missing answer is asked for every T/2, at most 6 times in all")
  void early() {
    router.offer =
        Optional.of(new Component.Capabilities(List.of(new Capability.TimerScale(0, 3, 0, 1))));
    var bench = bench(1, router.speaks(1)).settled();
    router.silent = true;
    var since = bench.run(ofSeconds(58)).sent;

    assertThat(gaps(since))
        .containsExactly(
            ofSeconds(10),
            ofSeconds(5),
            ofSeconds(5),
            ofSeconds(5),
            ofSeconds(5),
            ofSeconds(10),
            ofSeconds(10));
  }

  @Test
  @DisplayName("§4.1 by 2.00, and by a router that does not list us, none is asked for early")
  void neverEarly() {
    var old = bench(1, router).settled();
    router.silent = true;
    old.run(ofSeconds(10)).fresh();
    assertThat(gaps(old.run(ofSeconds(25)).sent)).containsOnly(ofSeconds(10));

    var unlisted = bench(1, other.speaks(1)).join();
    other.silent = true;
    unlisted.run(ofMillis(1)).fresh();
    assertThat(gaps(unlisted.run(ofSeconds(25)).sent)).containsOnly(ofSeconds(10));
  }

  @Test
  @DisplayName("§4.1 while answers come none is early: one HERE_I_AM in T")
  void nothingMissing() {
    var bench = bench(1, router.speaks(1)).settled();

    assertThat(gaps(bench.run(ofSeconds(60)).sent)).containsOnly(ofSeconds(10));
  }

  private static List<Boolean> asked(Bench bench) {
    return bench.hellos().stream().map(it -> it.cache().versionRequest()).toList();
  }

  private static List<Message> to(Bench bench, ScriptedRouter router) {
    return bench.sent.stream()
        .filter(it -> it.to().equals(router.address))
        .map(Bench.Sent::message)
        .toList();
  }

  private static int minor(Message message) {
    return switch (message) {
      case Message.HereIAm it -> it.minor();
      case Message.RedirectAssign it -> it.minor();
      default -> throw new AssertionError(message);
    };
  }

  private static List<Duration> gaps(List<Bench.Sent> sent) {
    return IntStream.range(1, sent.size())
        .mapToObj(i -> sent.get(i).at().minus(sent.get(i - 1).at()))
        .toList();
  }

  private static Bench bench(int minorMost, ScriptedRouter... routers) {
    return new Bench(Bench.speaking(Bench.settings(routers), minorMost), routers);
  }
}
