package dev.weir.wccp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the conversations under `scenarios/` and compares what happens with what is written there.
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

    var transcript = new Transcript(script.contains("show every message"));
    play(script, transcript);
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
    return play(text.substring(0, text.indexOf(RULE)), new Transcript(false)).sent();
  }

  private static World play(String text, Transcript transcript) {
    var script = text.lines().filter(line -> !line.startsWith("#")).toList();
    boolean fast = script.contains("interval 1s");
    var interval = Duration.ofSeconds(fast ? 1 : 10);
    var world = new World(transcript, interval, interval);
    for (String line : script) {
      step(line.split(" +"), world, transcript);
    }
    return world;
  }

  private static void step(String[] words, World world, Transcript transcript) {
    var names = List.of(words).subList(1, words.length);
    switch (words[0]) {
      case "routers" -> names.forEach(world::startRouter);
      case "start" -> names.forEach(world::startCache);
      case "stop" -> names.forEach(world::stopCache);
      case "kill" -> names.forEach(world::kill);
      case "cut" -> world.cut(words[1], words[2]);
      case "heal" -> world.heal();
      case "run" -> world.run(Duration.ofMillis((long) (1000 * Double.parseDouble(words[1]))));
      case "tables" -> transcript.note(world.assignments());
      case "version" -> world.speakVersion1();
      case "say" -> transcript.note("# " + String.join(" ", names));
      case "", "show", "interval" -> {}
      default -> throw new IllegalArgumentException("no such step: " + words[0]);
    }
  }
}
