package dev.weir.wccp.cache;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.cache.CacheEffect.Numbered;
import dev.weir.wccp.cache.CacheEffect.Send;
import dev.weir.wccp.cache.CacheEffect.Unconfirmed;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The duty of the designated cache: when it tells which table.
final class DutyTest {
  private final ScriptedRouter router = new ScriptedRouter("192.0.2.1");
  private final ScriptedRouter other = new ScriptedRouter("192.0.2.2");

  @Test
  @DisplayName("§4.3 the first table goes out 1.5 T after we are listed, and names the receive id")
  void first() {
    var bench = Bench.with(router).join().run(ofSeconds(14));
    assertThat(bench.assigns()).isEmpty();

    bench.run(ofSeconds(2));

    assertThat(bench.assigns()).hasSize(1);
    var named = bench.assigns().getFirst().assignment().routers().getFirst();
    assertThat(named.receiveId().value()).isEqualTo(router.receiveId);
    assertThat(named.memberChange()).isEqualTo(router.change);
    assertThat(bench.run(ofMinutes(10)).assigns()).as("no change, no other table").hasSize(1);
  }

  @Test
  @DisplayName("§4.3 every change starts the wait anew, yet no table waits longer than 4 T")
  void continuousChange() {
    var bench = Bench.with(router).settled();
    var begun = bench.time();
    for (int i = 0; i < 12; i++) {
      router.change++;
      bench.run(ofSeconds(9));
    }

    var first = bench.sent.stream().filter(it -> it.message() instanceof Message.RedirectAssign);
    assertThat(first.map(it -> it.at().minus(begun)).findFirst())
        .hasValueSatisfying(it -> assertThat(it).isBetween(ofSeconds(40), ofSeconds(50)));
  }

  @Test
  @DisplayName("§4.3 a table goes out between two exchanges: not while an answer may be on its way")
  void betweenExchanges() {
    var bench = Bench.with(router, other).settled();
    router.lists(Bench.HIGHER);
    other.lists(Bench.HIGHER);
    bench.run(ofSeconds(100));

    assertThat(bench.assigns()).hasSize(2);
    assertThat(router.key).isEqualTo(other.key).contains(key(1_001));
    var at = bench.sent.stream().filter(it -> it.message() instanceof Message.RedirectAssign);
    var hellos = bench.sent.stream().filter(it -> it.message() instanceof Message.HereIAm).toList();
    assertThat(at.map(Bench.Sent::at))
        .allMatch(then -> hellos.stream().noneMatch(it -> it.at().equals(then)));
  }

  @Test
  @DisplayName("§4.3 a key that is not shown is sent again after T: same number, fresh receive id")
  void repeats() {
    router.installs = false;
    var bench = Bench.with(router).join().run(ofSeconds(16)).fresh().run(ofSeconds(21));

    assertThat(bench.assigns()).hasSize(2);
    assertThat(bench.assigns())
        .extracting(it -> it.assignment().key())
        .containsOnly(key(Bench.FIRST_NUMBER));
    var ids =
        bench.assigns().stream()
            .map(it -> it.assignment().routers().getFirst().receiveId().value())
            .toList();
    assertThat(ids.getLast()).isGreaterThan(ids.getFirst());

    router.installs = true;
    assertThat(bench.fresh().run(ofSeconds(11)).assigns()).hasSize(1);
    assertThat(bench.fresh().run(ofSeconds(100)).assigns()).isEmpty();
  }

  @Test
  @DisplayName("§4.3 after five repetitions the operator is told, once")
  void alarm() {
    router.installs = false;
    var bench = Bench.with(router).join().run(ofSeconds(64));
    assertThat(bench.told(Unconfirmed.class)).isEmpty();

    bench.run(ofSeconds(200));

    assertThat(bench.told(Unconfirmed.class)).containsExactly(new Unconfirmed(key(1_000)));
  }

  @Test
  @DisplayName("§4.3 a router that has lost a table which it had confirmed is given a new one")
  void lostTable() {
    var bench = Bench.with(router).settled();
    router.key = Optional.empty();
    bench.run(ofSeconds(40));

    assertThat(bench.assigns()).hasSize(1);
    assertThat(router.key).contains(key(1_001));
    assertThat(router.table.share(Bench.US).size()).isEqualTo(256);
  }

  @Test
  @DisplayName("§4.3 a number is told before the message that bears it, and never used twice")
  void numbered() {
    var bench = Bench.with(router).join();
    for (int i = 0; i < 20; i++) {
      router.lists(Bench.cache(20 + i));
      bench.run(ofSeconds(30));
    }

    var numbers = bench.told(Numbered.class).stream().map(Numbered::number).distinct().toList();
    assertThat(numbers).containsExactlyElementsOf(IntStream.range(1_000, 1_020).boxed().toList());
    var tables =
        bench.assigns().stream()
            .collect(
                Collectors.groupingBy(
                    it -> it.assignment().key(),
                    Collectors.mapping(it -> it.assignment().assignment(), Collectors.toSet())));
    assertThat(tables.values()).allMatch(it -> it.size() == 1);
    assertThat(bench.effects)
        .filteredOn(
            it -> it instanceof Numbered || it instanceof Send(Message.RedirectAssign _, var _))
        .first()
        .isInstanceOf(Numbered.class);
  }

  @Test
  @DisplayName("§4.3 our number rises above any that a router shows under our address, unsigned")
  void exceedsSeen() {
    router.shows(Bench.US, 0x9000_0000, HashAssignment.NONE);
    var bench = Bench.with(router).join().run(ofSeconds(40));

    assertThat(bench.assigns().getFirst().assignment().key()).isEqualTo(key(0x9000_0001));
    assertThat(router.key).contains(key(0x9000_0001));

    router.shows(Bench.HIGHER, 0x9900_0000, router.table);
    bench.fresh().run(ofSeconds(40));
    assertThat(bench.assigns().getFirst().assignment().key())
        .as("another's numbers are none of ours")
        .isEqualTo(key(0x9000_0002));
  }

  @Test
  @DisplayName(
      "§4.3 it rises well above one of ours that we have not made: we have lost what we used")
  void leadsLost() {
    var bench =
        new Bench(Bench.numbered(new CacheSettings.Numbering(1_000, 500)), router).settled();
    long made = router.key.orElseThrow().number();

    router.key = Optional.of(new AssignmentKey(Bench.US, 2_000));
    router.change++;
    bench.run(ofSeconds(60));

    assertThat(made).as("where routers show nothing").isEqualTo(1_000);
    assertThat(router.key.orElseThrow().number()).isEqualTo(2_501);
    router.change++;
    bench.run(ofSeconds(60));
    assertThat(router.key.orElseThrow().number()).as("one by one again").isEqualTo(2_502);
  }

  @Test
  @DisplayName("§4.3 it rises above those of other members of our cluster, not above a foreigner's")
  void exceedsMembers() {
    router.shows(Bench.HIGHER, 0x9900_0000, HashAssignment.NONE);
    var bench = Bench.with(router).join();
    bench.on(new CacheEvent.Members(Set.of(Bench.US, Bench.HIGHER)));
    bench.run(ofSeconds(40));
    assertThat(bench.assigns().getFirst().assignment().key()).isEqualTo(key(0x9900_0001));

    other.shows(Bench.HIGHER, 0x9900_0000, HashAssignment.NONE);
    var foreign = Bench.with(other).join();
    foreign.on(new CacheEvent.Members(Set.of(Bench.US)));
    foreign.run(ofSeconds(40));
    assertThat(foreign.assigns().getFirst().assignment().key().number()).isBetween(1, 0x7fff_ffff);
  }

  @Test
  @DisplayName("§5.4 a weight is told in the next HERE_I_AM, and the next table follows it")
  void weighs() {
    router.lists(Bench.HIGHER);
    var bench = Bench.with(router).settled();
    bench.on(new CacheEvent.Weigh(300));
    bench.run(ofSeconds(40));

    assertThat(bench.lastHello().cache().weight()).isEqualTo(300);
    assertThat(router.table.share(Bench.US).size()).isEqualTo(192);

    bench.on(new CacheEvent.Weigh(0));
    bench.run(ofSeconds(40));
    assertThat(router.table.share(Bench.US).size()).isZero();
    assertThat(router.table.share(Bench.HIGHER).size()).isEqualTo(256);
  }

  @Test
  @DisplayName("§5.2 hot buckets get the A flag, exactly these, as long as they are hot")
  void hot() {
    router.lists(Bench.HIGHER);
    var bench = Bench.with(router).settled();
    var hot = BucketSet.of(IntStream.of(3, 200));
    bench.on(new CacheEvent.Hot(hot));
    bench.run(ofSeconds(40));

    assertThat(alternates(bench)).isEqualTo(hot);
    assertThat(bench.assigns()).hasSize(1);

    bench.on(new CacheEvent.Hot(hot));
    assertThat(bench.run(ofSeconds(40)).assigns()).as("nothing new").hasSize(1);
    bench.on(new CacheEvent.Hot(BucketSet.EMPTY));
    bench.run(ofSeconds(40));
    assertThat(alternates(bench)).isEqualTo(BucketSet.EMPTY);
  }

  @Test
  @DisplayName("§5.4 who joins with U gets what it says it owned, though we never saw it own that")
  void rejoinsWithMemory() {
    var bench = Bench.with(router).settled();
    var mine = BucketSet.of(IntStream.range(60, 188));
    router.lists(CacheIdentity.hash(Bench.HIGHER, true, mine, 100, 0));
    bench.run(ofSeconds(40));

    assertThat(router.table.share(Bench.HIGHER)).isEqualTo(mine);
  }

  @Test
  @DisplayName("§4.3 a router that others report and we do not hear: no table until we hear it")
  void unheardRouter() {
    router.reported = List.of(router.id, other.id);
    other.silent = true;
    var bench = Bench.with(router, other).join().run(ofSeconds(60));
    assertThat(bench.assigns()).isEmpty();

    other.silent = false;
    bench.run(ofSeconds(60));

    assertThat(bench.assigns()).isNotEmpty();
    assertThat(bench.assigns().getFirst().assignment().routers()).hasSize(2);
  }

  @Test
  @DisplayName("§5.4 the table starts from what routers show: who stays keeps all it may")
  void sticky() {
    router.lists(Bench.HIGHER);
    var odd = BucketSet.of(IntStream.range(0, 256).filter(it -> it % 2 == 1));
    var even = BucketSet.of(IntStream.range(0, 256).filter(it -> it % 2 == 0));
    router.shows(
        Bench.LOWER, 9, HashAssignment.ofShares(Map.of(Bench.US, odd, Bench.HIGHER, even)));
    var bench = Bench.with(router).join().run(ofSeconds(40));

    assertThat(bench.assigns()).isNotEmpty();
    assertThat(router.table.share(Bench.US)).isEqualTo(odd);
    assertThat(bench.run(ofMillis(1)).assigns().getLast().assignment().key()).isEqualTo(key(1_000));
  }

  private static BucketSet alternates(Bench bench) {
    var table = (HashAssignment) bench.assigns().getLast().assignment().assignment();
    return BucketSet.of(IntStream.range(0, 256).filter(table.table()::alternate));
  }

  private static AssignmentKey key(int number) {
    return new AssignmentKey(Bench.US, number);
  }
}
