package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// How much of the command line is made.
final class MainTest {
  private final Set<String> all = Main.commandLine().getSubcommands().keySet();

  @Test
  @DisplayName("a command is made alone, with all that it has below it")
  void alone() {
    var made = Main.commandLine("show", "wccp").getSubcommands();

    assertThat(made).containsOnlyKeys("node", "show");
    assertThat(made)
        .hasEntrySatisfying(
            "show", it -> assertThat(it.getSubcommands()).containsKeys("wccp", "routers"));
  }

  @Test
  @DisplayName("all are made for what is about all of them, and for a word that none has")
  void whole() {
    for (String word : new String[] {"shell", "completion", "manual", "help", "--help", "shwo"}) {
      assertThat(Main.commandLine(word).getSubcommands().keySet()).as(word).isEqualTo(all);
    }
  }
}
