package dev.weir.lab.scenario.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.scenario.ownership.Change.State;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Random changes of membership")
final class ChangeTest {
  @Test
  @DisplayName("are of every kind, of one node or two, and always leave somebody up")
  void leavesOne() {
    var kinds = EnumSet.noneOf(Change.Kind.class);
    Map<LabHost, State> states = up();
    var random = new Random(1);

    for (int i = 0; i < 500; i++) {
      Change change = Change.draw(random, states);
      change.nodes().forEach(node -> states.put(node, change.kind().then()));
      kinds.add(change.kind());

      assertThat(change.nodes()).hasSizeBetween(1, 2).doesNotHaveDuplicates();
      assertThat(states).containsValue(State.UP);
    }
    assertThat(kinds).containsExactly(Change.Kind.values());
  }

  @Test
  @DisplayName("are the same ones for the same seed, and others for another")
  void repeats() {
    assertThat(drawn(5)).isEqualTo(drawn(5)).isNotEqualTo(drawn(6));
  }

  private static List<Change> drawn(long seed) {
    var drawn = new ArrayList<Change>();
    Map<LabHost, State> states = up();
    var random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      Change change = Change.draw(random, states);
      change.nodes().forEach(node -> states.put(node, change.kind().then()));
      drawn.add(change);
    }
    return drawn;
  }

  private static Map<LabHost, State> up() {
    var states = new LinkedHashMap<LabHost, State>();
    Plan.CACHES.forEach(cache -> states.put(cache, State.UP));
    return states;
  }
}
