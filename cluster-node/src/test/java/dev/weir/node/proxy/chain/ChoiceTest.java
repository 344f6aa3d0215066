package dev.weir.node.proxy.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.request.Authority;
import dev.weir.node.proxy.request.Scheme;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChoiceTest {
  private static final List<Parent> THREE = List.of(parent("a", 1), parent("b", 2), parent("c", 1));

  @Test
  @DisplayName("first-alive goes by the order of the rule")
  void first() {
    assertThat(Choice.FIRST_ALIVE.order(THREE, 7, "http://x/")).isEqualTo(THREE);
  }

  @Test
  @DisplayName("round-robin gives each its turn by weight, and the others follow it")
  void inTurn() {
    var heads = IntStream.range(0, 8).mapToObj(turn -> names(Choice.ROUND_ROBIN, turn)).toList();

    assertThat(heads.stream().map(List::getFirst))
        .containsExactly("a", "b", "b", "c", "a", "b", "b", "c");
    assertThat(heads.get(3)).containsExactly("c", "a", "b");
    assertThat(names(Choice.ROUND_ROBIN, -1)).hasSize(3);
  }

  @Test
  @DisplayName("hash keeps a URL at one parent, by weight")
  void hash() {
    Map<String, Integer> shares = new HashMap<>();
    for (int i = 0; i < 8_000; i++) {
      shares.merge(first(THREE, i), 1, Integer::sum);
      assertThat(first(THREE, i)).isEqualTo(first(THREE.reversed(), i));
    }
    assertThat(shares.get("a")).isBetween(1_800, 2_200);
    assertThat(shares.get("b")).isBetween(3_800, 4_200);
  }

  @Test
  @DisplayName("when a parent dies only what was there moves")
  void moves() {
    List<Parent> two = List.of(THREE.get(0), THREE.get(1));
    for (int i = 0; i < 2_000; i++) {
      if (!first(THREE, i).equals("c")) {
        assertThat(first(two, i)).isEqualTo(first(THREE, i));
      }
    }
  }

  @Test
  @DisplayName("where nobody lives nobody is chosen")
  void nobody() {
    for (Choice choice : Choice.values()) {
      assertThat(choice.order(List.of(), 3, "http://x/")).isEmpty();
    }
  }

  private static List<String> names(Choice choice, int turn) {
    return choice.order(THREE, turn, "http://x/").stream().map(Parent::name).toList();
  }

  private static String first(List<Parent> parents, int page) {
    return Choice.HASH.order(parents, 0, "http://www.example.com/" + page).getFirst().name();
  }

  private static Parent parent(String name, int weight) {
    return new Parent(
        name,
        new Authority("192.0.2.1", 3128, Scheme.HTTP),
        weight,
        Optional.empty(),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        3);
  }
}
