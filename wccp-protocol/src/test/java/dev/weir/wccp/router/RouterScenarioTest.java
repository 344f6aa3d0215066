package dev.weir.wccp.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the conversations under `scenarios/router/`, in which one router meets caches that do just
/// what is written there, and compares what happens with what is written.
///
/// With `-Dscenario.rewrite=true` the files are rewritten; the difference is the review.
final class RouterScenarioTest {
  private static final Path FOLDER = Path.of("src/test/resources/scenarios/router");
  private static final String RULE = "----";

  static Stream<Path> scenarios() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  @DisplayName("§4.4 a router answers as it is written")
  void asWritten(Path file) throws IOException {
    String text = Files.readString(file);
    String script = text.substring(0, text.indexOf(RULE));
    String written = text.substring(text.indexOf(RULE) + RULE.length() + 1);

    String happened =
        RouterScript.play(
            script.lines().filter(it -> !it.startsWith("#") && !it.isBlank()).toList());

    if (Boolean.getBoolean("scenario.rewrite")) {
      Files.writeString(file, script + RULE + "\n" + happened);
    } else {
      assertThat(happened).isEqualTo(written);
    }
  }
}
