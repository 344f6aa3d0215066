package dev.weir.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.lab.scenario.Catalogue;
import dev.weir.node.config.ClusterConfig;
import dev.weir.node.config.bypass.DynamicBypass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `-Dweir.docs.rewrite=true` writes `docs/drills.md` anew.
final class DrillTest {
  private static final Path DOCS = Path.of("..", "..", "docs");
  private static final Figures QUICK =
      new Figures(
          Duration.ofSeconds(1),
          new ClusterConfig.Changes(false, false, Duration.ofMinutes(5)),
          5799,
          false,
          DynamicBypass.OFF);

  @Test
  @DisplayName("docs/drills.md says what the drills are")
  void pageIsCurrent() throws IOException {
    Path page = DOCS.resolve("drills.md");
    if (Boolean.getBoolean("weir.docs.rewrite")) {
      Files.writeString(page, DrillText.page());
    }
    assertThat(page).as("rewrite it with -Dweir.docs.rewrite=true").hasContent(DrillText.page());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("every drill says what to do, to expect, to watch and to undo, and has a runbook")
  void isWhole(Drill drill) {
    Script script = Playbook.of(drill, Figures.DEFAULTS);
    assertThat(script.make()).isNotBlank();
    assertThat(script.expect()).hasSizeGreaterThan(1);
    assertThat(script.watch()).isNotEmpty().allMatch(it -> it.startsWith("weir "));
    assertThat(script.events()).isNotEmpty();
    assertThat(script.undo()).isNotBlank();
    assertThat(DOCS.resolve("runbooks").resolve(script.page())).exists();
    assertThat(Catalogue.suite(drill.played())).as(drill.played()).isPresent();
    assertThat(DrillText.list()).contains(drill.word(), drill.purpose());
  }

  @Test
  @DisplayName("what is expected has the figures of the file, and says which key they are of")
  void figures() {
    assertThat(expected(Drill.LOSE_NODE, Figures.DEFAULTS))
        .contains("cluster.fast-evict: auto", "from 30s on")
        .doesNotContain("45s");
    assertThat(expected(Drill.LOSE_NODE, QUICK))
        .contains("3 T, 3s", "1.5 T later: 4500ms", "fast-evict: off", "all at once");
    assertThat(expected(Drill.DRAIN_NODE, QUICK)).contains("They have 5m to end");
    assertThat(expected(Drill.CUT_GRID, QUICK)).contains("tcp dport 5799 drop");
    assertThat(expected(Drill.ORIGIN_DOWN, QUICK)).contains("dynamic.failing: false");
    assertThat(expected(Drill.ORIGIN_DOWN, Figures.DEFAULTS)).contains("10m at the most");
  }

  @Test
  @DisplayName("of a node that is alone nobody takes the buckets")
  void alone() {
    var alone =
        new Figures(
            Duration.ofSeconds(10),
            ClusterConfig.Changes.DEFAULTS,
            5701,
            true,
            DynamicBypass.DEFAULTS);
    assertThat(expected(Drill.LOSE_NODE, alone))
        .contains("no other node", "3 T, 30s")
        .doesNotContain("fast-evict");
    assertThat(expected(Drill.DRAIN_NODE, alone)).contains("no other node");
  }

  @Test
  @DisplayName("a node begins what it can do itself and nothing else")
  void acts() {
    assertThat(Arrays.stream(Drill.values()).filter(it -> it.act().isPresent()))
        .containsExactly(Drill.DRAIN_NODE, Drill.FULL_BYPASS);
    assertThat(expected(Drill.DRAIN_NODE, QUICK)).contains("--yes' begins it");
    assertThat(expected(Drill.LOSE_NODE, QUICK)).doesNotContain("--yes");
  }

  @Test
  @DisplayName("a drill is read by its word; another word is answered with all of them")
  void words() {
    assertThat(Drill.of("Lose-Node")).isEqualTo(Drill.LOSE_NODE);
    assertThatThrownBy(() -> Drill.of("lose"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lose-node, freeze-node, drain-node");
  }

  private static String expected(Drill drill, Figures figures) {
    return DrillText.of(drill, Playbook.of(drill, figures), "a file");
  }
}
