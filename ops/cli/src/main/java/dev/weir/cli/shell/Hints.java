package dev.weir.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// What may come next in a line: the answer to `?`, and what completion offers. Pure.
final class Hints {
  private static final int NAME_WIDTH = 18;
  private static final int LINE_CHARS_MAX = 79;
  private static final List<String> WCCP =
      List.of("web-cache", "summary", "interfaces", "detail", "view", "service", "clients");
  private static final Map<String, String> FILTERS =
      Map.of(
          "begin", "From the first line that matches on",
          "count", "How many lines match",
          "exclude", "Lines that do not match",
          "include", "Lines that match");

  private Hints() {}

  /// One word that may come next, and what it does.
  record Hint(String word, String sentence) {}

  /// What may take the place of `begun`, the word that is being written, after these words.
  static List<Hint> next(CommandSpec root, Words before, String begun) {
    if (before.piped()) {
      return before.filter().size() == 1
          ? filtered(
              FILTERS.entrySet().stream()
                  .sorted(Map.Entry.comparingByKey())
                  .map(it -> new Hint(it.getKey(), it.getValue()))
                  .toList(),
              begun)
          : List.of();
    }
    return switch (Meaning.of(root, before.command())) {
      case Meaning.Whole(_, CommandSpec command) -> filtered(all(command), begun);
      case Meaning.Ambiguous _, Meaning.Unknown _ -> List.of();
    };
  }

  private static List<Hint> all(CommandSpec command) {
    var hints = new ArrayList<Hint>();
    Meaning.below(command)
        .forEach(
            (name, spec) -> hints.add(new Hint(name, sentence(spec.usageMessage().description()))));
    if (command.parent() == null) {
      hints.add(new Hint("exit", "End this session"));
    }
    if (command.name().equals("wccp")) {
      WCCP.forEach(word -> hints.add(new Hint(word, "As in show ip wccp")));
    } else {
      for (PositionalParamSpec word : command.positionalParameters()) {
        hints.add(new Hint(word.paramLabel(), sentence(word.description())));
      }
    }
    for (OptionSpec option : command.options()) {
      if (!option.hidden() && !option.usageHelp() && !option.versionHelp()) {
        hints.add(new Hint(option.longestName(), sentence(option.description())));
      }
    }
    return hints;
  }

  private static List<Hint> filtered(List<Hint> hints, String begun) {
    return hints.stream().filter(hint -> hint.word().startsWith(begun)).toList();
  }

  /// The values that an option or a word may have, when they are few.
  static List<String> values(ArgSpec of) {
    var values = new ArrayList<String>();
    if (of.completionCandidates() != null) {
      of.completionCandidates().forEach(it -> values.add(it.toLowerCase(java.util.Locale.ROOT)));
    }
    return values;
  }

  private static String sentence(String[] description) {
    String all = String.join(" ", description).replaceAll("\\$\\{[^}]*}", "...");
    int end = all.indexOf(". ");
    return end < 0 ? all.replaceAll("[.]$", "") : all.substring(0, end);
  }

  /// The answer to `?` after a line.
  static String text(CommandSpec root, String line) {
    boolean between = line.isEmpty() || Character.isWhitespace(line.charAt(line.length() - 1));
    int cut = between ? line.length() : lastWord(line);
    String begun = line.substring(cut);
    Words before = Words.of(line.substring(0, cut));
    List<Hint> hints = next(root, before, begun);
    if (hints.isEmpty()) {
      Meaning meaning = Meaning.of(root, before.command());
      return meaning instanceof Meaning.Whole && begun.isEmpty()
          ? "  <cr>\n"
          : "% Unrecognized command\n";
    }
    return hints.stream()
        .map(hint -> cut("  %-" + NAME_WIDTH + "s %s", hint))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String cut(String form, Hint hint) {
    String line = form.formatted(hint.word(), hint.sentence()).stripTrailing();
    return line.length() <= LINE_CHARS_MAX ? line : line.substring(0, LINE_CHARS_MAX - 3) + "...";
  }

  private static int lastWord(String line) {
    int at = line.length();
    while (at > 0 && !Character.isWhitespace(line.charAt(at - 1))) {
      at--;
    }
    return at;
  }
}
