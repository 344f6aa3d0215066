package dev.weir.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// What shortened words mean in a tree of commands. Pure.
sealed interface Meaning {
  /// What a session does not begin: programs that run for months, and itself.
  Set<String> NOT_HERE = Set.of("node", "router", "lab", "shell", "warm-up", "completion", "help");

  /// The words in full, and the command that they lead to.
  record Whole(List<String> words, CommandSpec command) implements Meaning {}

  /// A word that is the beginning of several.
  record Ambiguous(String word, List<String> fitting) implements Meaning {}

  /// A word that is none of those that may stand there.
  record Unknown(String word, List<String> known) implements Meaning {}

  /// Finds commands for the first words. From the first option, or the last command, on they stay.
  static Meaning of(CommandSpec root, List<String> words) {
    var whole = new ArrayList<String>();
    CommandSpec command = root;
    for (int i = 0; i < words.size(); i++) {
      Map<String, CommandSpec> below = below(command);
      String word = words.get(i);
      if (below.isEmpty() || word.startsWith("-")) {
        whole.addAll(words.subList(i, words.size()));
        return new Whole(List.copyOf(whole), command);
      }
      boolean asOnRouter =
          word.equals("ip") && command.name().equals("show") && i + 1 < words.size();
      if (asOnRouter) {
        continue;
      }
      List<String> fitting = fitting(below.keySet(), word);
      if (fitting.size() > 1) {
        return new Ambiguous(word, fitting);
      }
      if (fitting.isEmpty()) {
        if (takesWords(command)) {
          whole.addAll(words.subList(i, words.size()));
          return new Whole(List.copyOf(whole), command);
        }
        return new Unknown(word, List.copyOf(below.keySet()));
      }
      whole.add(fitting.getFirst());
      command = Objects.requireNonNull(below.get(fitting.getFirst()));
    }
    return new Whole(List.copyOf(whole), command);
  }

  /// The commands below one that a session has, by name.
  static Map<String, CommandSpec> below(CommandSpec command) {
    var below = new TreeMap<String, CommandSpec>();
    for (Map.Entry<String, CommandLine> entry : command.subcommands().entrySet()) {
      CommandSpec spec = entry.getValue().getCommandSpec();
      boolean here = command.parent() != null || !NOT_HERE.contains(entry.getKey());
      if (here && !spec.usageMessage().hidden()) {
        below.put(entry.getKey(), spec);
      }
    }
    return below;
  }

  /// The one that a word is, or is the beginning of.
  static Optional<String> among(List<String> known, String word) {
    List<String> fitting = fitting(known, word);
    return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
  }

  private static List<String> fitting(Iterable<String> known, String word) {
    var fitting = new ArrayList<String>();
    for (String name : known) {
      if (name.equals(word)) {
        return List.of(name);
      }
      if (name.startsWith(word.toLowerCase(java.util.Locale.ROOT))) {
        fitting.add(name);
      }
    }
    return fitting;
  }

  private static boolean takesWords(CommandSpec command) {
    return !command.positionalParameters().isEmpty();
  }
}
