package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gre.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packets themselves: lab scenario `attacks`.
@DisplayName("weir capture")
final class CaptureCommandTest {
  private final StringWriter err = new StringWriter();

  @Test
  @DisplayName("without a node and without its file nobody knows where to listen: exit 3, no file")
  void nobody(@TempDir Path folder) {
    Path file = folder.resolve("out.pcapng");

    assertThat(capture(folder, "-w", file.toString())).isEqualTo(3);

    assertThat(err.toString()).contains("no node answers at 127.0.0.1:1, and ");
    assertThat(file).doesNotExist();
  }

  @Test
  @DisplayName("words that mean nothing are refused: exit 2")
  void refusesWords(@TempDir Path folder) {
    for (List<String> words :
        List.of(
            List.of("--host", "somebody"),
            List.of("--verdict", "perhaps"),
            List.of("--for", "a while"),
            List.of("--count", "0"),
            List.of("--size", "0"))) {
      var arguments = new ArrayList<>(List.of("-w", "-"));
      arguments.addAll(words);
      assertThat(capture(folder, arguments.toArray(String[]::new)))
          .as(words.getFirst())
          .isEqualTo(2);
      assertThat(err.toString()).contains(words.getFirst());
    }
  }

  @Test
  @DisplayName("the page about it explains every reason")
  void documented() throws IOException {
    String page = Files.readString(Path.of("../../docs/capture.md"));

    assertThat(Verdict.values())
        .allSatisfy(verdict -> assertThat(page).contains("`" + verdict.label() + "`"));
  }

  private int capture(Path folder, String... arguments) {
    var all = new ArrayList<>(List.of("capture", "--admin", "127.0.0.1:1"));
    all.addAll(List.of("--config", folder.resolve("none.yaml").toString()));
    all.addAll(List.of(arguments));
    return Main.commandLine()
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
