package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What pages have people type is what the program takes.
final class PagesTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Pattern LINE =
      Pattern.compile(
          "(?m)^(?: {4}|```sh run\n)(?:sudo )?(?:ip netns exec \\S+ )?(?:\\./)?weir ([^\n#|&;<>`'\"]+)");
  private static final CommandSpec PROGRAM = Main.commandLine().getCommandSpec();

  @Test
  @DisplayName("every command in a block of a page has a name and options that there are")
  void commandsExist() throws IOException {
    var wrong = new ArrayList<String>();
    int lines = 0;
    for (Path page : pages()) {
      for (String line : lines(Files.readString(page))) {
        lines++;
        unknown(line).ifPresent(word -> wrong.add(page.getFileName() + ": " + word + ": " + line));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(lines).isGreaterThan(80);
  }

  @Test
  @DisplayName("a command or an option that there is not is found")
  void bites() {
    assertThat(unknown("show wcp")).contains("wcp");
    assertThat(unknown("drain --cancell")).contains("--cancell");
    assertThat(unknown("drian")).contains("drian");
    assertThat(unknown("show wccp web-cache detail --admin=HOST:PORT -o json")).isEmpty();
  }

  private static List<String> lines(String page) {
    return LINE.matcher(page).results().map(it -> it.group(1).strip()).toList();
  }

  /// The first word of a line that means nothing.
  private static Optional<String> unknown(String line) {
    CommandSpec command = PROGRAM;
    boolean valueFollows = false;
    for (String word : line.split("\\s+", -1)) {
      if (valueFollows) {
        valueFollows = false;
        continue;
      }
      CommandLine below = command.subcommands().get(word);
      if (below != null) {
        command = below.getCommandSpec();
      } else if (word.startsWith("-") && word.length() > 1) {
        String name = word.replaceFirst("=.*", "");
        OptionSpec option = command.findOption(name);
        if (option == null) {
          return Optional.of(word);
        }
        valueFollows = option.arity().min() > 0 && name.equals(word);
      } else if (!command.subcommands().isEmpty() && command.positionalParameters().isEmpty()) {
        return Optional.of(word);
      }
    }
    return Optional.empty();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
          .filter(it -> it.toString().endsWith(".md"))
          .filter(it -> !it.endsWith("commands.md"))
          .toList();
    }
  }
}
