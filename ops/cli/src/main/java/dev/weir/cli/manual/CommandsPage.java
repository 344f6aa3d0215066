package dev.weir.cli.manual;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/// `docs/commands.md`: every command and every option. Pure.
public final class CommandsPage {
  private static final String HEAD =
      """
      # Commands

      This page is generated from the commands themselves; a test compares the two. `weir COMMAND --help` and
      `man weir-COMMAND` say the same.

      | exit code | |
      |---|---|
      | 0 | it did what was asked |
      | 1 | it could not |
      | 2 | the command line or a configuration file is wrong |
      | 3 | the program that was to be asked does not answer |
      | 4 | it has found something: a check, a comparison, a decoder |

      What goes wrong is said in a sentence on the standard error, what was asked for on the standard output. Bars and the
      like are drawn on terminals alone. Words of options may be in upper or lower case.

      """;

  private CommandsPage() {}

  /// The whole page.
  public static String of(CommandSpec root) {
    var page = new StringBuilder(HEAD);
    for (CommandSpec command : Tree.below(root)) {
      append(page, command, "##");
    }
    return page.toString().stripTrailing() + "\n";
  }

  private static void append(StringBuilder page, CommandSpec command, String mark) {
    page.append(mark).append(' ').append(command.qualifiedName()).append("\n\n");
    command.usageMessage().width(100);
    String usage = command.commandLine().getUsageMessage(Ansi.OFF);
    usage.lines().forEach(line -> page.append(("    " + line).stripTrailing()).append('\n'));
    page.append('\n');
    for (CommandSpec below : Tree.below(command)) {
      append(page, below, "###");
    }
  }
}
