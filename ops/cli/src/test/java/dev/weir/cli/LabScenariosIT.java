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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
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

  /// Reads captures while the next scenario plays, which mostly waits.
  private final ExecutorService reader = Executors.newSingleThreadExecutor();

  private final Map<String, Future<Wire>> wires = new HashMap<>();

  @TestFactory
  @DisplayName("Every scenario passes each of its checks, and nobody finds fault with its messages")
  Stream<DynamicTest> scenarios(@TempDir Path folder) {
    List<String> names =
        Catalogue.ALL.stream().map(Scenario::name).filter(name -> !name.equals(PLAYED)).toList();
    return Stream.concat(
        names.stream().map(name -> dynamicTest(name, () -> play(name, folder))),
        names.stream().map(name -> dynamicTest(name + ", its messages", () -> judge(name))));
  }

  @AfterEach
  void endReader() {
    reader.shutdownNow();
  }

  /// What one scenario alone plays with.
  private static void expectBeside(String scenario) {
    assumeTrue(
        !scenario.equals("sidecar")
            || BESIDE.stream().allMatch(Files::isExecutable)
            || "true".equals(System.getenv("CI")),
        "needs Debian's packages squid and nginx-light");
    assumeTrue(
        !scenario.equals("watched")
            || Files.isExecutable(Path.of("/usr/bin/prometheus"))
            || "true".equals(System.getenv("CI")),
        "needs Debian's package prometheus");
  }

  private void play(String scenario, Path folder) throws IOException, InterruptedException {
    assumeTrue(
        root() || "true".equals(System.getenv("CI")),
        "not root: the lab's scenarios need network namespaces (sudo ./mvnw verify plays them)");
    expectBeside(scenario);
    Path json = folder.resolve(scenario + ".json");
    Path screen = folder.resolve(scenario + ".txt");
    Path pcap = folder.resolve(scenario);

    var words = List.of("lab", "--scenario", scenario, "--json", "" + json, "--pcap", "" + pcap);
    int status = weir(screen, List.of(launcher()), words);

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
    Path wire = pcap.resolve("r1-rn.pcap");
    if (Files.exists(wire)) {
      wires.put(scenario, reader.submit(() -> read(wire, folder.resolve(scenario))));
    }
    checks.assertAll();
  }

  /// What was said of a capture: by our own diagnosis, and by foreign eyes where there are any.
  private record Wire(int status, Path diagnosis, Optional<Path> marked) {}

  private static Wire read(Path wire, Path prefix) throws IOException, InterruptedException {
    Path diagnosis = Path.of(prefix + ".decoded");
    Path marked = Path.of(prefix + ".tshark");
    var command = List.of("nice", TSHARK.toString(), "-n", "-r", wire.toString(), "-Y", FAULTS);
    boolean foreign = Files.isExecutable(TSHARK);
    if (foreign) {
      var tshark = new ProcessBuilder(command).redirectOutput(marked.toFile()).start();
      assertThat(ended(tshark)).as("tshark's exit status").isZero();
    }
    var words = List.of("decode", "--password", Configurations.PASSWORD, wire.toString());
    int status = weir(diagnosis, List.of("nice", launcher()), words);
    return new Wire(status, diagnosis, foreign ? Optional.of(marked) : Optional.empty());
  }

  /// What is said of its capture.
  private void judge(String scenario) throws IOException, InterruptedException, ExecutionException {
    if (!wires.containsKey(scenario)) {
      return; // it has not come to an end, or has no router of ours
    }
    Wire wire = wires.get(scenario).get();

    assertThat(wire.status()).as("weir decode:%n%s", ending(wire.diagnosis())).isZero();
    assumeTrue(
        wire.marked().isPresent() || "true".equals(System.getenv("CI")),
        "needs Debian's package tshark");
    assertThat(wire.marked().orElseThrow()).as("what tshark finds fault with").isEmptyFile();
  }

  private static int weir(Path screen, List<String> program, List<String> arguments)
      throws IOException, InterruptedException {
    var line = new ArrayList<String>(program);
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

  private static String launcher() {
    return Path.of("").toAbsolutePath().resolve("../../weir").normalize().toString();
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
