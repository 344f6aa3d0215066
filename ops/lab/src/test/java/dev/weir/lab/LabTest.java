package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lab.scenario.Catalogue;
import dev.weir.lab.scenario.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("weir lab")
final class LabTest {
  private static final WeirCommand PROGRAMS =
      new WeirCommand(List.of("java", "-Xmx1g"), List.of("-cp", "jars", "dev.weir.cli.Main"));

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);

  @Test
  @DisplayName("lists each scenario with a sentence, in lines that fit a terminal")
  void lists() {
    Lab.list(out);

    assertThat(text().lines())
        .hasSize(Catalogue.ALL.size() + Catalogue.LONG.size() + Catalogue.SUITES.size())
        .allMatch(line -> line.length() <= 110)
        .anyMatch(line -> line.startsWith("  first-packet   A diverted request"));
  }

  @Test
  @DisplayName("a suite is several scenarios under one name; a scenario is a suite of its own")
  void findsSuites() {
    assertThat(Catalogue.suite("ownership").orElseThrow().scenarios())
        .extracting(Scenario::name)
        .contains("fast-evict", "members")
        .doesNotHaveDuplicates();
    assertThat(Catalogue.suite("members").orElseThrow().scenarios())
        .extracting(Scenario::name)
        .containsExactly("members");
    assertThat(Catalogue.suite("no-such")).isEmpty();
  }

  @Test
  @DisplayName("several networks cannot be kept: a suite with --keep is refused and names them")
  void keepsOne() throws InterruptedException {
    var options =
        new LabOptions(
            "ownership",
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            PROGRAMS);

    assertThat(Lab.run(options, out)).isEqualTo(Lab.NOT_STARTED);
    assertThat(text()).contains("keep one of them").contains("  members");
  }

  @Test
  @DisplayName("an unknown scenario is refused with exit 2 and the list of those there are")
  void refusesUnknown() throws InterruptedException {
    var options =
        new LabOptions(
            "no-such",
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            PROGRAMS);

    assertThat(Lab.run(options, out)).isEqualTo(Lab.NOT_STARTED);
    assertThat(text()).contains("no scenario no-such").contains("first-packet");
  }

  @Test
  @DisplayName("a program's command has the lab's JVM flags before the class path")
  void composesCommands() {
    assertThat(PROGRAMS.line(List.of("-Djna.tmpdir=x"), List.of("node", "--config", "f")))
        .containsExactly(
            "java",
            "-Xmx1g",
            "-Djna.tmpdir=x",
            "-cp",
            "jars",
            "dev.weir.cli.Main",
            "node",
            "--config",
            "f");
  }

  @Test
  @DisplayName("the command line that asks for the same names every option")
  void repeatsItself() {
    var options =
        new LabOptions(
            "origin-down",
            true,
            Optional.of("tproxy"),
            Optional.of(Path.of("out.json")),
            Optional.of(Path.of("pcap")),
            true,
            PROGRAMS);

    assertThat(Lab.arguments(options))
        .containsExactly(
            "lab",
            "--scenario",
            "origin-down",
            "--keep",
            "--break",
            "tproxy",
            "--json",
            "out.json",
            "--pcap",
            "pcap",
            "-v");
    assertThat(Lab.arguments(LabOptions.defaults(PROGRAMS)))
        .containsExactly("lab", "--scenario", "first-packet");
  }

  private String text() {
    return shown.toString(StandardCharsets.UTF_8);
  }
}
