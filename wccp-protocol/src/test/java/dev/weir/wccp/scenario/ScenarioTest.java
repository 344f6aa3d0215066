package dev.weir.wccp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the conversations ([Script]) under `scenarios/` and compares what happens with what is
/// written there.
///
/// With `-Dscenario.rewrite=true` the files are rewritten; the difference is the review.
final class ScenarioTest {
  private static final Path FOLDER = Path.of("src/test/resources/scenarios");
  private static final String RULE = "----";

  static Stream<Path> scenarios() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  @DisplayName("§4 a conversation goes as it is written")
  void asWritten(Path file) throws IOException {
    String text = Files.readString(file);
    String script = text.substring(0, text.indexOf(RULE));
    String written = text.substring(text.indexOf(RULE) + RULE.length() + 1);

    var transcript = new Transcript();
    Script.play(script, transcript);
    String happened = transcript.toString();

    if (Boolean.getBoolean("scenario.rewrite")) {
      Files.writeString(file, script + RULE + "\n" + happened);
    } else {
      assertThat(happened).isEqualTo(written);
    }
  }

  /// Every datagram of one conversation.
  static List<Sent> sent(Path file) throws IOException {
    String text = Files.readString(file);
    return Script.play(text.substring(0, text.indexOf(RULE)), new Transcript()).sent();
  }
}
