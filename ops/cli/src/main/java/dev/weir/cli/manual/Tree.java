package dev.weir.cli.manual;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The commands that are not hidden, in the order of the help. Pure.
final class Tree {
  private Tree() {}

  /// Those right below one.
  static List<CommandSpec> below(CommandSpec command) {
    var below = new ArrayList<CommandSpec>();
    for (CommandLine line : command.subcommands().values()) {
      CommandSpec spec = line.getCommandSpec();
      if (!spec.usageMessage().hidden() && !spec.name().equals("help")) {
        below.add(spec);
      }
    }
    return below;
  }

  /// What it does, in one paragraph.
  static String description(CommandSpec command) {
    return String.join(" ", command.usageMessage().description())
        .replace("%n", " ")
        .replace("%%", "%");
  }

  /// The first sentence of it, without its point.
  static String sentence(CommandSpec command) {
    String all = description(command);
    int end = all.indexOf(". ");
    return (end < 0 ? all : all.substring(0, end)).replaceAll("[.]$", "");
  }

  /// How it is called, on one line.
  static String synopsis(CommandSpec command) {
    String text =
        new CommandLine.Help(command, CommandLine.Help.defaultColorScheme(Ansi.OFF)).synopsis(0);
    return text.strip().replaceAll("\\s+", " ");
  }

  /// The options that are told.
  static List<OptionSpec> options(CommandSpec command) {
    return command.options().stream()
        .filter(it -> !it.hidden() && !it.usageHelp() && !it.versionHelp())
        .toList();
  }

  /// How an option is written, such as `-o, --output=FORMAT`.
  static String written(OptionSpec option) {
    String names = String.join(", ", option.names());
    return option.arity().max() == 0
        ? names
        : option.arity().min() == 0
            ? names + "[=" + option.paramLabel() + "]"
            : names + "=" + option.paramLabel();
  }

  /// What an option or a word is for.
  static String text(String... description) {
    return String.join(" ", description).replace("%n", " ").replace("%%", "%");
  }
}
