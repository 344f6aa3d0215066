package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.manual.CommandsPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `-Dweir.docs.rewrite=true` writes `docs/commands.md` anew.
final class ManualTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "commands.md");

  @Test
  @DisplayName("docs/commands.md says what the commands are")
  void pageIsCurrent() throws IOException {
    String page = CommandsPage.of(Main.commandLine().getCommandSpec());
    if (Boolean.getBoolean("weir.docs.rewrite")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("rewrite it with -Dweir.docs.rewrite=true").hasContent(page);
  }

  @Test
  @DisplayName("man shows every page without a warning, and a broken one with")
  void manShowsThem(@TempDir Path folder) throws Exception {
    write(folder);
    var words = new ArrayList<>(List.of("man", "--warnings", "-l"));
    try (var pages = Files.list(folder.resolve("man1"))) {
      pages.sorted().map(Path::toString).forEach(words::add);
    }
    assertThat(words).hasSizeGreaterThan(25);
    Ran shown = run(words);
    assertThat(shown.err()).isEmpty();
    assertThat(shown.out()).contains("weir-show - ", "EXIT STATUS", "--watch[=EVERY]");

    Path broken = folder.resolve("broken.1");
    Files.writeString(broken, ".TH A 1\n.SH NAME\na \\- b\n.nosuchmacro\n");
    assertThat(run(List.of("man", "--warnings", "-l", broken.toString())).err()).contains("nosuch");
  }

  @Test
  @DisplayName("bash and zsh take the completion")
  void shellsTakeIt(@TempDir Path folder) throws Exception {
    write(folder);
    String script = folder.resolve("completion").resolve("weir.bash").toString();
    assertThat(run(List.of("bash", "-n", script))).isEqualTo(new Ran(0, "", ""));
    assertThat(run(List.of("zsh", "-n", script))).isEqualTo(new Ran(0, "", ""));
    String asked =
        "source "
            + script
            + "; COMP_WORDS=(weir show cl); COMP_CWORD=2; _complete_weir; "
            + "echo ${COMPREPLY[@]}";
    assertThat(run(List.of("bash", "-c", asked)).out().strip().split(" "))
        .containsExactlyInAnyOrder("cluster", "clients");
  }

  private static void write(Path folder) {
    var err = new StringWriter();
    int code =
        Main.commandLine().setErr(new PrintWriter(err, true)).execute("manual", folder.toString());
    assertThat(code).as(err.toString()).isZero();
  }

  private record Ran(int code, String out, String err) {}

  private static Ran run(List<String> words) throws IOException, InterruptedException {
    Path err = Files.createTempFile("weir-manual", ".err");
    try {
      var building = new ProcessBuilder(words).redirectError(err.toFile());
      building.environment().put("MANPAGER", "cat");
      building.environment().put("LC_ALL", "C");
      Process process = building.start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(process.waitFor(), out, Files.readString(err));
    } finally {
      Files.delete(err);
    }
  }
}
