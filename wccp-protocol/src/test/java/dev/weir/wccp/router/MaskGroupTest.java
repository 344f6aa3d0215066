package dev.weir.wccp.router;

import static dev.weir.wccp.router.Bench.answer;
import static dev.weir.wccp.router.Bench.ignored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.AddressBits;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.assignment.MaskSet.Mask;
import dev.weir.wccp.message.Component.AssignmentMap;
import dev.weir.wccp.message.Component.Form;
import dev.weir.wccp.message.Share;
import dev.weir.wccp.router.RouterEffect.IgnoredReason;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// §4.4 in a group that goes by masks.
final class MaskGroupTest {
  private final Bench router = SettingsOf.web().bench();
  private final Puppet one = router.join(router.cache("192.0.2.11").byMask());
  private final Puppet two = router.join(router.cache("192.0.2.12").byMask());

  @Test
  @DisplayName("§4.4 contents: before a table each element has one set without values, and U")
  void beforeTable() {
    var seen = answer(router.says(one));

    assertThat(seen.map()).isEmpty();
    assertThat(seen.view().caches())
        .hasSize(2)
        .allMatch(it -> it.historical())
        .allMatch(it -> it.share() instanceof Share.Mask mask && empty(mask.sets()));
  }

  @Test
  @DisplayName("§4.4 contents: values that a cache remembers are not repeated to all others")
  void valuesNotRepeated() {
    var set = Bench.values(one).sets().getFirst();
    one.share = new Share.Mask(List.of(set, set), 7, 8);
    router.says(one);

    assertThat(answer(router.says(two)).view().caches().getFirst().share())
        .isEqualTo(new Share.Mask(List.of(new MaskSet(Mask.DEFAULT, List.of())), 7, 8));
  }

  @Test
  @DisplayName(
      "§4.4 contents: after a table the values stand once in the map, the elements are empty")
  void afterTable() {
    router.says(one);
    var table = Bench.values(one, two);

    var effects = router.assigns(one, 1, table, Form.MASK);
    var seen = answer(router.says(two));

    assertThat(effects)
        .containsExactly(new RouterEffect.Installed(new AssignmentKey(one.address, 1), table));
    assertThat(seen.map()).contains(new AssignmentMap(table, Form.PLAIN));
    assertThat(seen.view().caches())
        .allMatch(it -> !it.historical())
        .allMatch(it -> it.share() instanceof Share.Mask mask && mask.sets().isEmpty());
  }

  @Test
  @DisplayName("§4.4 contents: a cache that came after the table has its empty set still")
  void newcomer() {
    router.says(one);
    router.assigns(one, 1, Bench.values(one, two), Form.MASK);

    var three = router.join(router.cache("192.0.2.13").byMask());

    var shown = three.lastSeen.orElseThrow().view().caches().getLast();
    assertThat(shown.address()).isEqualTo(three.address);
    assertThat(shown.historical()).isTrue();
    assertThat(shown.share()).matches(it -> it instanceof Share.Mask mask && empty(mask.sets()));
  }

  @Test
  @DisplayName("§4.4 contents: who left and came back has nothing until the next table")
  void returned() {
    router.says(one);
    router.assigns(one, 1, Bench.values(one, two), Form.MASK);
    router.leaves(two);

    router.join(two);

    var shown = answer(router.says(one)).view().caches();
    assertThat(shown.getFirst().historical()).isFalse();
    assertThat(shown.getLast().historical()).isTrue();
  }

  @Test
  @DisplayName("§4.4 contents: a cache that the table gives no value is assigned nevertheless")
  void withoutValues() {
    router.says(one);
    router.assigns(one, 1, Bench.values(one), Form.MASK);

    assertThat(answer(router.says(two)).view().caches()).noneMatch(it -> it.historical());
  }

  @Test
  @DisplayName("§4.4 step 3: buckets in a group of masks are ignored")
  void form() {
    router.says(one);

    assertThat(ignored(router.assigns(one, 1, Bench.buckets(one, two), Form.PLAIN)))
        .containsExactly(IgnoredReason.ASSIGN_FORM);
    assertThat(ignored(router.assigns(one, 1, Bench.buckets(one, two), Form.HASH)))
        .containsExactly(IgnoredReason.ASSIGN_FORM);
  }

  @Test
  @DisplayName(
      "§4.4 step 7: values that nothing can match, and those of unknown caches, are left out")
  void unusable() {
    router.says(one);
    var ghost = router.cache("192.0.2.99");
    var wide = new Mask(AddressBits.of(-1), AddressBits.of(1), 0, 0);
    var narrow = new Mask(AddressBits.NONE, AddressBits.of(1), 0, 0);
    var outside = new Mask(AddressBits.NONE, AddressBits.of(2), 0, 0);
    var table =
        new MaskAssignment(
            List.of(
                new MaskSet(wide, List.of(new MaskSet.Value(wide.value(0), one.address))),
                new MaskSet(
                    narrow,
                    List.of(
                        new MaskSet.Value(outside, one.address),
                        new MaskSet.Value(narrow.value(0), ghost.address),
                        new MaskSet.Value(narrow.value(1), two.address)))));

    router.assigns(one, 1, table, Form.MASK);

    assertThat(router.state().assignment())
        .isEqualTo(
            new MaskAssignment(
                List.of(
                    new MaskSet(
                        narrow, List.of(new MaskSet.Value(narrow.value(1), two.address))))));
  }

  @Test
  @DisplayName("§4.4 a removed cache's values are gone from the table")
  void removed() {
    router.says(one);
    router.assigns(one, 1, Bench.values(one, two), Form.MASK);

    router.leaves(two);

    assertThat(router.state().assignment().caches()).containsExactly(one.address);
    assertThat(router.state().assignment().slotCount()).isEqualTo(32);
  }

  @Test
  @DisplayName("§3.14 a compact table is shown compact to who speaks 2.01, spelled out to others")
  void compact() {
    one.minor = 1;
    router.says(one);
    var table = Bench.values(one, two);
    router.assigns(one, 1, table, Form.ALTERNATE_MASK);

    assertThat(answer(router.says(one)).map())
        .contains(new AssignmentMap(table, Form.ALTERNATE_MASK));
    assertThat(answer(router.says(two)).map()).contains(new AssignmentMap(table, Form.PLAIN));
  }

  @Test
  @DisplayName("§4.5 a compact table that spelled out fits no I_SEE_YOU is ignored")
  void tooLarge() {
    one.minor = 1;
    router.says(one);

    assertThat(ignored(router.assigns(one, 1, valuesOf(3_800), Form.ALTERNATE_MASK)))
        .containsExactly(IgnoredReason.ASSIGN_TOO_LARGE);
    assertThat(ignored(router.assigns(one, 1, valuesOf(3_700), Form.ALTERNATE_MASK))).isEmpty();
    assertThat(router.length(answer(router.says(two)))).isBetween(59_000, 65_000);
  }

  private MaskAssignment valuesOf(int count) {
    var mask = new Mask(AddressBits.NONE, AddressBits.of(0xfff), 0, 0);
    return new MaskAssignment(
        List.of(
            new MaskSet(
                mask,
                IntStream.range(0, count)
                    .mapToObj(it -> new MaskSet.Value(mask.value(it), one.address))
                    .toList())));
  }

  private static boolean empty(List<MaskSet> sets) {
    return sets.size() == 1 && sets.getFirst().values().isEmpty();
  }
}
