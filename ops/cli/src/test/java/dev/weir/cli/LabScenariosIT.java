package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.weir.lab.program.Configurations;
import dev.weir.lab.report.Check;
import dev.weir.lab.report.Report;
import dev.weir.lab.scenario.Catalogue;
import dev.weir.lab.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Every scenario of the lab, by the launcher, on the packaged programs and real packets.
final class LabScenariosIT {
  private static final long MINUTES_MAX = 5;
  private static final List<Path> BESIDE =
      List.of(Path.of("/usr/sbin/squid"), Path.of("/usr/sbin/nginx"));

  /// One that whoever runs the build plays by itself.
  private static final String PLAYED = System.getProperty("weir.lab.played", "");

  private static final Path TSHARK = Path.of("/usr/bin/tshark");

  /// What tshark marks when a message is not what it should be (§10.2).
  private static final String FAULTS =
      "_ws.malformed || wccp.length_bad || wccp.assignment_length_bad"
          + " || wccp.missing.security_info || wccp.missing.service_info"
          + " || wccp.missing.wc_id_info || wccp.missing.router_id_info"
          + " || wccp.missing.query_info || wccp.missing.wc_view_info"
          + " || wccp.missing.rtr_view_info || wccp.missing.assignment"
          + " || wccp.service_info_priority.nonzero || wccp.service_info_protocol.nonzero";

  @TestFactory
  @DisplayName("Every scenario passes each of its checks, and nobody finds fault with its messages")
  Stream<DynamicTest> scenarios(@TempDir Path folder) {
    return Catalogue.ALL.stream()
        .filter(scenario -> !scenario.name().equals(PLAYED))
        .map(scenario -> dynamicTest(scenario.name(), () -> play(scenario, folder)));
  }

  /// What one scenario alone plays with.
  private static void expectBeside(Scenario scenario) {
    assumeTrue(
        !scenario.name().equals("sidecar")
            || BESIDE.stream().allMatch(Files::isExecutable)
            || "true".equals(System.getenv("CI")),
        "needs Debian's packages squid and nginx-light");
  }

  private static void play(Scenario scenario, Path folder)
      throws IOException, InterruptedException {
    assumeTrue(
        root() || "true".equals(System.getenv("CI")),
        "not root: the lab's scenarios need network namespaces (sudo ./mvnw verify plays them)");
    expectBeside(scenario);
    Path json = folder.resolve(scenario.name() + ".json");
    Path screen = folder.resolve(scenario.name() + ".txt");
    Path pcap = folder.resolve(scenario.name());

    var words =
        List.of("lab", "--scenario", scenario.name(), "--json", "" + json, "--pcap", "" + pcap);
    int status = weir(screen, words);

    assertThat(json).as("weir lab ended with %d:%n%s", status, said(screen)).isNotEmptyFile();
    Report report = JsonMapper.shared().readValue(Files.readString(json), Report.class);
    var checks = new SoftAssertions();
    for (Check check : report.checks()) {
      checks
          .assertThat(check.pass())
          .as("%s: expected %s, was %s", check.name(), check.expected(), check.actual())
          .isTrue();
    }
    checks.assertThat(report.checks()).as("checks").isNotEmpty();
    checks.assertThat(status).as("exit status; the screen:%n%s", said(screen)).isEqualTo(0);
    checks.assertAll();
    Path wire = pcap.resolve("r1-rn.pcap");
    if (Files.exists(wire)) {
      Path marked = folder.resolve(scenario.name() + ".tshark");
      Optional<Process> foreign = foreignEyes(wire, marked); // beside our own, on two cores
      nothingWrong(wire, folder.resolve(scenario.name() + ".decoded"));
      nothingMalformed(foreign, marked);
    }
  }

  /// What foreign eyes have said.
  private static void nothingMalformed(Optional<Process> foreign, Path marked)
      throws InterruptedException {
    assumeTrue(foreign.isPresent(), "needs Debian's package tshark");
    assertThat(ended(foreign.orElseThrow())).as("tshark's exit status").isZero();
    assertThat(marked).as("what tshark finds fault with").isEmptyFile();
  }

  /// What our own diagnosis says of the capture.
  private static void nothingWrong(Path wire, Path screen)
      throws IOException, InterruptedException {
    String password = Configurations.PASSWORD;
    int status = weir(screen, List.of("decode", "--password", password, wire.toString()));

    assertThat(status).as("weir decode of %s:%n%s", wire, ending(screen)).isZero();
  }

  /// Who marks what is wrong in it for foreign eyes; nobody where there is no tshark.
  private static Optional<Process> foreignEyes(Path wire, Path marked) throws IOException {
    if (!Files.isExecutable(TSHARK) && !"true".equals(System.getenv("CI"))) {
      return Optional.empty();
    }
    var command = List.of(TSHARK.toString(), "-n", "-r", wire.toString(), "-Y", FAULTS);
    return Optional.of(new ProcessBuilder(command).redirectOutput(marked.toFile()).start());
  }

  private static int weir(Path screen, List<String> arguments)
      throws IOException, InterruptedException {
    var line = new ArrayList<String>(List.of(launcher().toString()));
    line.addAll(arguments);
    var command =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(screen.toFile());
    command.environment().put("WEIR_BUILD", "never");
    return ended(command.start());
  }

  private static int ended(Process program) throws InterruptedException {
    if (!program.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
      program.destroy();
      program.waitFor(30, TimeUnit.SECONDS);
      program.destroyForcibly();
    }
    return program.waitFor();
  }

  private static Path launcher() {
    return Path.of("").toAbsolutePath().resolve("../../weir").normalize();
  }

  private static String said(Path screen) throws IOException {
    return Files.exists(screen) ? Files.readString(screen) : "";
  }

  private static String ending(Path screen) throws IOException {
    List<String> lines = Files.readAllLines(screen);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }

  private static boolean root() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }
}
