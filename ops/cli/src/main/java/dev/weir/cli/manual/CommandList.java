package dev.weir.cli.manual;

import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;

/// The commands in the help of the program, each with what it does on one line of 80 columns.
public final class CommandList implements IHelpSectionRenderer {
  private static final int LINE_CHARS_MAX = 79;

  @Override
  public String render(Help help) {
    var list = new StringBuilder();
    for (CommandSpec command : Tree.below(help.commandSpec())) {
      String line = "  %-15s %s".formatted(command.name(), Tree.sentence(command));
      list.append(shortened(line)).append(System.lineSeparator());
    }
    list.append("'weir COMMAND --help' tells more.").append(System.lineSeparator());
    return list.toString();
  }

  /// As much of a line as fits, to the end of one of its parts.
  private static String shortened(String line) {
    if (line.length() <= LINE_CHARS_MAX) {
      return line;
    }
    int end =
        Math.max(line.lastIndexOf(", ", LINE_CHARS_MAX), line.lastIndexOf("; ", LINE_CHARS_MAX));
    end = Math.max(end, line.lastIndexOf(": ", LINE_CHARS_MAX));
    return end > 0 ? line.substring(0, end) : line.substring(0, LINE_CHARS_MAX - 3) + "...";
  }
}
