package dev.weir.wccp.cache;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.AddressBits;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component.Form;
import dev.weir.wccp.message.Share;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A group that assigns by mask 0x1741 of the destination.
final class MaskGroupTest {
  private static final int MASK_ONLY = 2;

  private final ScriptedRouter router = new ScriptedRouter("192.0.2.1").offers(1, MASK_ONLY);
  private final ScriptedRouter other = new ScriptedRouter("192.0.2.2").offers(1, MASK_ONLY);

  @Test
  @DisplayName("§3.5 our element has U, one set and no value; §7.1 the message has 140 octets")
  void identity() {
    var bench = bench(router).join();
    var first = bench.lastHello();
    bench.run(ofSeconds(1));

    assertThat(first.cache().historical()).isTrue();
    assertThat(first.cache().share())
        .isEqualTo(new Share.Mask(List.of(new MaskSet(MaskSet.Mask.DEFAULT, List.of())), 100, 0));
    assertThat(Bench.length(bench.lastHello())).isEqualTo(140);
    assertThat(Bench.length(bench.lastHello()) - Bench.length(first))
        .as("a router of 8 and the capabilities of 28")
        .isEqualTo(36);
  }

  @Test
  @DisplayName("§3.11 the designated cache sends type 13/1 to routers of 2.00: 64 values")
  void assigns() {
    var bench = bench(router).settled();
    router.lists(Bench.HIGHER);
    bench.run(ofSeconds(30));

    var info = bench.assigns().getLast().assignment();
    assertThat(info.form()).isEqualTo(Form.MASK);
    assertThat(info.assignment().slotCount()).isEqualTo(64);
    assertThat(info.assignment().share(Bench.US).size()).isEqualTo(32);
    var set = ((MaskAssignment) info.assignment()).sets().getFirst();
    assertThat(set.mask().destination()).isEqualTo(AddressBits.of(0x1741));
    assertThat(set.values()).allMatch(value -> value.within(set.mask()));
    assertThat(set.values()).extracting(MaskSet.Value::match).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("§3.14 routers that all speak 2.01 get the compact list; one of 2.00 among them not")
  void compact() {
    router.speaks(1);
    var alone = bench(router).join().run(ofSeconds(40));
    assertThat(alone.assigns()).isNotEmpty();
    assertThat(alone.assigns())
        .allMatch(it -> it.minor() == 1 && it.assignment().form() == Form.ALTERNATE_MASK);

    var mixed = bench(router, other).join().run(ofSeconds(40));
    assertThat(mixed.assigns()).isNotEmpty();
    assertThat(mixed.assigns()).allMatch(it -> it.assignment().form() == Form.MASK);
  }

  @Test
  @DisplayName("§3.14 a repetition to a router that came back as 2.00 is not compact any more")
  void compactNoMore() {
    router.speaks(1).installs = false;
    var bench = bench(router).join().run(ofSeconds(21));
    assertThat(bench.assigns().getLast().assignment().form()).isEqualTo(Form.ALTERNATE_MASK);
    int number = bench.assigns().getLast().assignment().key().number();

    router.speaks(0);
    bench.fresh().run(ofSeconds(20));

    assertThat(bench.assigns()).isNotEmpty();
    assertThat(bench.assigns().getLast().assignment().form()).isEqualTo(Form.MASK);
    assertThat(bench.assigns().getLast().minor()).isZero();
    assertThat(bench.assigns().getLast().assignment().key().number()).isEqualTo(number);
  }

  @Test
  @DisplayName("§4.2 the map makes us assigned and is in force; a map without us leaves us usable")
  void inForce() {
    var bench = bench(router).settled();

    assertThat(bench.state(0)).isEqualTo("assigned");
    assertThat(bench.group.snapshot().assignment()).isInstanceOf(MaskAssignment.class);
    assertThat(bench.group.snapshot().assignment().share(Bench.US).size()).isEqualTo(64);

    var theirs = (MaskAssignment) bench.group.snapshot().assignment();
    var value = theirs.sets().getFirst().values().getFirst();
    router.shows(
        Bench.LOWER,
        7,
        new MaskAssignment(
            List.of(
                new MaskSet(
                    MaskSet.Mask.DEFAULT,
                    List.of(new MaskSet.Value(value.match(), Bench.LOWER))))));
    router.lists(Bench.LOWER);
    bench.run(ofSeconds(11));

    assertThat(bench.state(0)).isEqualTo("usable");
    assertThat(bench.told(CacheEffect.InForce.class).getLast().assignment().caches())
        .containsExactly(Bench.LOWER);
  }

  @Test
  @DisplayName("§5.4 a join moves the joiner's 32 values, a leave exactly the leaver's")
  void sticky() {
    var bench = bench(router).settled();
    var alone = owners(bench);

    router.lists(Bench.HIGHER);
    bench.run(ofSeconds(40));
    var two = owners(bench);

    assertThat(moved(alone, two)).isEqualTo(32);
    router.lists(Bench.cache(13));
    bench.run(ofSeconds(40));
    var three = owners(bench);
    assertThat(three.values().stream().filter(Bench.cache(13)::equals)).hasSize(21);
    assertThat(moved(two, three)).isEqualTo(21);

    router.drops(Bench.HIGHER);
    bench.run(ofSeconds(40));

    var left = owners(bench);
    long gone = three.values().stream().filter(Bench.HIGHER::equals).count();
    assertThat(moved(three, left)).isEqualTo(gone);
  }

  @Test
  @DisplayName("§5.4 who returns gets the same values back, by their sequence numbers")
  void returning() {
    router.lists(Bench.HIGHER, Bench.cache(13));
    var bench = bench(router).settled();
    var before = owners(bench);

    router.drops(Bench.HIGHER);
    bench.run(ofSeconds(40));
    assertThat(owners(bench)).isNotEqualTo(before);
    router.lists(Bench.HIGHER);
    bench.run(ofSeconds(40));

    assertThat(owners(bench)).isEqualTo(before);
  }

  @Test
  @DisplayName("§5.4 weights divide the values: 100 to 300 of 64 are 16 to 48")
  void weighted() {
    router.lists(new CacheIdentity(Bench.HIGHER, true, false, new Share.Mask(List.of(), 300, 0)));
    var bench = bench(router).settled();

    assertThat(bench.group.snapshot().assignment().share(Bench.US).size()).isEqualTo(16);
    assertThat(bench.group.snapshot().assignment().share(Bench.HIGHER).size()).isEqualTo(48);
  }

  private static long moved(
      Map<MaskSet.Mask, InetAddress> before, Map<MaskSet.Mask, InetAddress> after) {
    assertThat(after.keySet()).isEqualTo(before.keySet()).hasSize(64);
    return after.entrySet().stream()
        .filter(it -> !it.getValue().equals(before.get(it.getKey())))
        .count();
  }

  private static Map<MaskSet.Mask, InetAddress> owners(Bench bench) {
    var table = (MaskAssignment) bench.group.snapshot().assignment();
    return table.sets().getFirst().values().stream()
        .collect(Collectors.toMap(MaskSet.Value::match, MaskSet.Value::cache));
  }

  private static Bench bench(ScriptedRouter... routers) {
    return new Bench(Bench.speaking(Bench.masked(Bench.settings(routers)), 1), routers);
  }
}
