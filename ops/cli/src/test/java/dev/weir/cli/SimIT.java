package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lab `ops/containerlab/sim` as it is shipped, with its own files, on real packets.
final class SimIT {
  private static final Path SIM = ShippedLab.SIM.folder();
  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
  private static final Pattern INSIDE = Pattern.compile("(?m)^    docker (exec .*?)(?: +#.*)?$");

  /// Asks the lab's Prometheus until three nodes and the router have answered it.
  private static final String ALL_UP =
      "until \"$RUNTIME\" exec clab-weir-sim-prometheus"
          + " curl -sS \"http://127.0.0.1:9090/api/v1/query?query=count(up==1)\" | grep ,.4.];"
          + " do sleep 1; done";

  @TempDir private Path folder = Path.of("");

  private static final String QUERY =
      "?url=http://www.one.test/logo.png&name=www.one.test&client=10.0.1.11&address=203.0.113.80";

  private static final String[] DIVERTING = {
    "/livez",
    "/readyz",
    "/v1",
    "/v1/overview",
    "/v1/wccp",
    "/v1/buckets",
    "/v1/policy",
    "/v1/cluster",
    "/v1/ownership",
    "/v1/bypass",
    "/v1/drain",
    "/v1/follow",
    "/v1/explain",
    "/v1/events"
  };

  /// How a command ended, and what it said.
  private record Ended(int code, String said) {}

  @Test
  @DisplayName(
      "its check holds, its README's commands work, its Prometheus reaches all four,"
          + " and its nodes answer as openapi.json says")
  void sim() throws IOException, InterruptedException {
    boolean must = "true".equals(System.getenv("CI"));
    assumeTrue(must || root(), "needs root");
    boolean watched = must || Files.isExecutable(PROMETHEUS);
    List<String> without = watched ? List.of("grafana") : List.of("grafana", "prometheus");

    try (var lab = new NamespacedLab(SIM.resolve("sim.clab.yml"), folder, without)) {
      Ended check = run(lab, SIM.resolve("check.sh").toString());
      assertThat(check.code()).as("%s%n%s", check.said(), lab.said()).isZero();
      assertThat(check.said()).contains("client-2: the second answer is a hit");

      var commands = INSIDE.matcher(Files.readString(SIM.resolve("README.md")));
      assertThat(commands.results().toList())
          .hasSize(2)
          .allSatisfy(
              it -> assertThat(run(lab, lab.runtime() + " " + it.group(1)).code()).isZero());

      pages(lab);
      if (watched) {
        Ended targets = run(lab, "timeout 60 sh -c '" + ALL_UP + "'");
        assertThat(targets.code()).as("%s%n%s", targets.said(), lab.said()).isZero();
      }
    }
  }

  /// Of a node that diverts: those of other parts of a node are tried where these parts are.
  private void pages(NamespacedLab lab) throws IOException, InterruptedException {
    var described = new DescribedPages();
    var answered = new ArrayList<String>();
    for (String path : described.readable()) {
      String url = "http://127.0.0.1:8088" + path + QUERY;
      Ended said =
          run(
              lab,
              "\"$RUNTIME\" exec clab-weir-sim-cache-1 curl -sS -w '\n%{http_code}' '" + url + "'");
      int end = said.said().lastIndexOf('\n');
      int status = Integer.parseInt(said.said().substring(end + 1));
      String answer = said.said().substring(0, end);
      assertThat(described.complaints(path, status, answer))
          .as("%s: %s", path, said.said())
          .isEmpty();
      if (status == 200) {
        answered.add(path);
      }
    }
    assertThat(answered).contains(DIVERTING);
  }

  private Ended run(NamespacedLab lab, String line) throws IOException, InterruptedException {
    Path said = Files.createTempFile(folder, "said", "");
    var building =
        new ProcessBuilder("bash", "-c", line)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    building.environment().putAll(NamespacedLab.environment());
    building.environment().put("RUNTIME", lab.runtime().toString());
    int code = building.start().waitFor();
    return new Ended(code, Files.readString(said));
  }

  private static boolean root() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }
}
