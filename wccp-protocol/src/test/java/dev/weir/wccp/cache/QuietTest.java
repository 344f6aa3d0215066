package dev.weir.wccp.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.message.Message;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever the network says, we say little.
final class QuietTest {
  private static final Duration STEP = Duration.ofMillis(50);
  private static final int STEPS = 4_000; // 200 s

  private final ScriptedRouter router = new ScriptedRouter("192.0.2.1");
  private final ScriptedRouter other = new ScriptedRouter("192.0.2.2");

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @DisplayName("§4.1 under any storm: at most 11 HERE_I_AM and 2 tables to a router in any T")
  void unicast(long seed) {
    var settings = Bench.speaking(Bench.settings(router, other), (int) (seed % 2));
    var bench = new Bench(settings, router, other).join();
    storm(bench, new Random(seed), router.address);

    for (ScriptedRouter one : List.of(router, other)) {
      var sent = bench.sent.stream().filter(it -> it.to().equals(one.address)).toList();
      assertThat(most(sent, Message.HereIAm.class)).isBetween(1, 11);
      assertThat(most(sent, Message.RedirectAssign.class)).isBetween(0, 2);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  @DisplayName("§4.1 under any storm: at most 11 HERE_I_AM and 2 tables to a group in any T")
  void multicast(long seed) {
    var bench = new Bench(Bench.speaking(Bench.multicast(), 1), router, other).join();
    storm(bench, new Random(seed), Bench.GROUP);

    var sent = bench.sent.stream().filter(it -> it.to().equals(Bench.GROUP)).toList();
    assertThat(most(sent, Message.HereIAm.class)).isBetween(1, 11);
    assertThat(most(sent, Message.RedirectAssign.class)).isBetween(0, 2);
  }

  /// Twenty T in which the routers and somebody in their name say what they like.
  private void storm(Bench bench, Random random, InetAddress sentTo) {
    for (int step = 0; step < STEPS; step++) {
      var one = random.nextBoolean() ? router : other;
      switch (random.nextInt(60)) {
        case 0 -> one.lists(Bench.cache(1 + random.nextInt(30)));
        case 1 -> one.drops(Bench.cache(1 + random.nextInt(30)));
        case 2 -> one.change = random.nextInt();
        case 3 -> one.offers(1 + random.nextInt(40) / 39, 1);
        case 4 -> one.silent = random.nextInt(4) == 0;
        case 5 -> one.installs = random.nextBoolean();
        case 6 -> one.minor = random.nextInt(2);
        case 7 -> one.shows(Bench.cache(random.nextInt(30)), step, odd());
        case 8 -> one.reboots();
        case 9 -> one.id = random.nextInt(9) == 0 ? Bench.cache(200) : one.address;
        case 10 -> one.reported = random.nextBoolean() ? List.of() : List.of(other.id);
        default -> {}
      }
      bench.receive(one.query(Bench.US), one.address);
      bench.receive(
          one.iSeeYou(sentTo.equals(Bench.GROUP) ? sentTo : one.address, Bench.US), one.address);
      bench.run(STEP);
    }
  }

  private static HashAssignment odd() {
    return HashAssignment.ofShares(
        Map.of(Bench.US, BucketSet.of(IntStream.range(0, 256).filter(it -> it % 2 == 1))));
  }

  /// The most messages of a kind in any ten seconds.
  private static int most(List<Bench.Sent> sent, Class<? extends Message> kind) {
    var times = sent.stream().filter(it -> kind.isInstance(it.message())).map(Bench.Sent::at);
    var all = times.toList();
    int most = 0;
    int from = 0;
    for (int to = 0; to < all.size(); to++) {
      while (all.get(to).minus(all.get(from)).compareTo(Duration.ofSeconds(10)) >= 0) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }
}
