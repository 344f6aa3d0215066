package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The scripts of the labs below `ops`; what runs containers is a stand-in.
final class LabScriptsTest {
  private static final Path OPS = Path.of("..", "..", "ops");

  @TempDir private Path folder = Path.of("");

  /// How a run ended, and what it said.
  private record Ended(int code, String said) {}

  @Test
  @DisplayName("every script can be read by its shell")
  void readable() throws IOException, InterruptedException {
    for (String script : List.of("containerlab/start", "gns3/place")) {
      assertThat(run(Map.of(), "sh", "-n", OPS.resolve(script).toString()).said()).isEmpty();
    }
    var scripts = new ArrayList<>(List.of(OPS.resolve("containerlab/checks.sh")));
    for (ShippedLab lab : ShippedLab.values()) {
      scripts.add(lab.folder().resolve("check.sh"));
    }
    for (Path script : scripts) {
      assertThat(run(Map.of(), "bash", "-n", script.toString()).said()).isEmpty();
    }
  }

  @Test
  @DisplayName("Prometheus takes each of its files")
  void prometheus() throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("promtool", "check", "config", "--syntax-only"));
    for (ShippedLab lab : ShippedLab.values()) {
      if (lab != ShippedLab.GNS3) {
        words.add(lab.folder().resolve("prometheus.yml").toString());
      }
    }
    Ended ended = run(Map.of(), words.toArray(String[]::new));
    assertThat(ended.code()).as(ended.said()).isZero();
  }

  @ParameterizedTest
  @EnumSource(ShippedLab.class)
  @DisplayName("a lab whose pages come from caches the second time is good")
  void good(ShippedLab lab) throws IOException, InterruptedException {
    Ended ended = check(lab, "[ -e $seen ] && word=hit || word=fwd=miss; touch $seen");
    assertThat(ended.code()).as(ended.said()).isZero();
    assertThat(ended.said())
        .contains("cache-3: usable at ", "client-2: the second answer is a hit")
        .doesNotContain("FAIL");
  }

  @Test
  @DisplayName("one whose pages never do, or whose clients go past the caches, is not")
  void bad() throws IOException, InterruptedException {
    assertThat(check(ShippedLab.SIM, "word=fwd=miss"))
        .matches(it -> it.code() == 1 && it.said().contains("the second answer is no hit"));
    assertThat(check(ShippedLab.SIM, "exit 0"))
        .matches(it -> it.code() == 1 && it.said().contains("no cache had a part"));
  }

  @Test
  @DisplayName("one whose routers do not list a cache is not, and where to look is said")
  void unusable() throws IOException, InterruptedException {
    assertThat(check(ShippedLab.TWO_ROUTERS, "word=hit", "assigned calling"))
        .matches(it -> it.code() == 1)
        .matches(it -> it.said().contains("FAIL cache-1: usable at 1 of 2"))
        .matches(it -> it.said().contains("docs/runbooks/no-router-answers.md"));
  }

  @Test
  @DisplayName("the project of GNS3 is put in its place with each node's files, once")
  void place() throws IOException, InterruptedException {
    String place = OPS.resolve("gns3/place").toString();
    assertThat(run(Map.of(), "sh", place, folder.toString()).code()).isZero();
    try (var files = Files.walk(folder.resolve("weir"))) {
      assertThat(files.map(it -> it.getFileName().toString()))
          .contains("weir.gns3", "interfaces", "node.yaml", "router.yaml", "cluster.secret");
    }
    assertThat(run(Map.of(), "sh", place, folder.toString()).code()).isEqualTo(1);
  }

  private Ended check(ShippedLab lab, String word) throws IOException, InterruptedException {
    return check(lab, word, "usable usable");
  }

  /// Runs a lab's check against containers that answer as told.
  private Ended check(ShippedLab lab, String word, String states)
      throws IOException, InterruptedException {
    Path runtime =
        Files.writeString(
            folder.resolve("runtime"),
            """
            #!/bin/bash
            [ "$1" = exec ] || exit 9
            case $3 in
              weir) for state in %s; do
                echo "{\\"clients\\":[{\\"state\\":\\"usable\\",\\"version\\":\\"2.00\\"}],"
                echo "\\"routers\\":[{\\"state\\":\\"$state\\",\\"receiveId\\":7}]}"; done ;;
              curl) seen=%s/$2; %s
                printf 'HTTP/1.1 200 OK\\r\\nCache-Status: weir-cache-1; %%s\\r\\n' "$word" ;;
            esac
            """
                .formatted(states, folder, word));
    Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwx------"));
    return run(
        Map.of("RUNTIME", runtime.toString(), "PATIENCE", "0"),
        "bash",
        lab.folder().resolve("check.sh").toString());
  }

  private Ended run(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile(folder, "said", "");
    var building =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(said.toFile());
    building.environment().putAll(environment);
    int code = building.start().waitFor();
    return new Ended(code, Files.readString(said));
  }
}
