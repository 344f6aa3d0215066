package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.weir.lab.report.Check;
import dev.weir.lab.report.Report;
import dev.weir.lab.scenario.Catalogue;
import dev.weir.lab.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @TestFactory
  @DisplayName("Every scenario of the lab passes each of its checks")
  Stream<DynamicTest> scenarios(@TempDir Path folder) {
    return Catalogue.ALL.stream()
        .map(scenario -> dynamicTest(scenario.name(), () -> play(scenario, folder)));
  }

  private static void play(Scenario scenario, Path folder)
      throws IOException, InterruptedException {
    assumeTrue(
        root() || "true".equals(System.getenv("CI")),
        "not root: the lab's scenarios need network namespaces (sudo ./mvnw verify plays them)");
    Path json = folder.resolve(scenario.name() + ".json");
    Path screen = folder.resolve(scenario.name() + ".txt");

    int status = weirLab(scenario.name(), json, screen);

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
  }

  private static int weirLab(String scenario, Path json, Path screen)
      throws IOException, InterruptedException {
    Path launcher = launcher();
    var command =
        new ProcessBuilder(
                launcher.toString(), "lab", "--scenario", scenario, "--json", json.toString())
            .redirectErrorStream(true)
            .redirectOutput(screen.toFile());
    command.environment().put("WEIR_BUILD", "never");
    Process lab = command.start();
    if (!lab.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
      lab.destroy();
      lab.waitFor(30, TimeUnit.SECONDS);
      lab.destroyForcibly();
    }
    return lab.waitFor();
  }

  private static Path launcher() {
    return Path.of("").toAbsolutePath().resolve("../../weir").normalize();
  }

  private static String said(Path screen) throws IOException {
    return Files.exists(screen) ? Files.readString(screen) : "";
  }

  private static boolean root() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }
}
