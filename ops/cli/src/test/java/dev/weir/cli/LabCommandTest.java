package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lab.scenario.Catalogue;
import dev.weir.lab.scenario.Scenario;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// What is typed to play a scenario.
final class LabCommandTest {
  @Test
  @DisplayName("every scenario can be named: none is called like a verb of `weir lab`")
  void namesEachScenario() {
    var lab = new CommandLine(new LabCommand());

    assertThat(Stream.concat(Catalogue.ALL.stream(), Catalogue.LONG.stream()).map(Scenario::name))
        .isNotEmpty()
        .allSatisfy(name -> lab.parseArgs("--scenario", name))
        .doesNotContainAnyElementsOf(lab.getSubcommands().keySet());
  }
}
