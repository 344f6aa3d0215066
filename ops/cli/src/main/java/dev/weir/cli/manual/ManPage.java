package dev.weir.cli.manual;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// A page for `man`, in the macros of man(7). Pure.
///
/// There is one for `weir` and one for each command below it, with its own commands in it.
final class ManPage {
  private static final String EXITS =
      """
      .TP
      0
      It did what was asked.
      .TP
      1
      It could not.
      .TP
      2
      The command line or a file is wrong.
      .TP
      3
      The program that was to be asked does not answer.
      .TP
      4
      It has found something to be looked at.
      """;

  private final StringBuilder text = new StringBuilder();

  private ManPage() {}

  /// The name of a page, such as `weir-show`.
  static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  /// The whole page.
  static String of(CommandSpec command) {
    var page = new ManPage();
    String name = name(command);
    page.line(".TH \"" + name.toUpperCase(Locale.ROOT) + "\" 1 \"\" \"Weir\" \"Weir\"");
    page.line(".nh").line(".ad l");
    page.line(".SH NAME").words(name + " \\- " + escaped(Tree.sentence(command)));
    page.line(".SH SYNOPSIS").words(escaped(Tree.synopsis(command)));
    page.line(".SH DESCRIPTION").words(escaped(Tree.description(command)));
    page.arguments(command, ".SH ARGUMENTS", ".SH OPTIONS");
    List<CommandSpec> below = Tree.below(command);
    if (!below.isEmpty()) {
      page.line(".SH COMMANDS");
    }
    for (CommandSpec each : below) {
      if (command.parent() == null) {
        page.term("\\fB" + escaped(name(each)) + "\\fR(1)", Tree.sentence(each));
      } else {
        page.line(".SS " + quoted(each.qualifiedName()));
        page.words(escaped(Tree.synopsis(each))).line(".PP").words(escaped(Tree.description(each)));
        page.arguments(each, ".PP", "");
      }
    }
    page.line(".SH \"EXIT STATUS\"").text.append(EXITS);
    page.line(".SH \"SEE ALSO\"");
    page.words(command.parent() == null ? "\\fBman weir\\-COMMAND\\fR" : "\\fBweir\\fR(1)");
    return page.text.toString();
  }

  private void arguments(CommandSpec command, String words, String options) {
    List<PositionalParamSpec> positional =
        command.positionalParameters().stream().filter(it -> !it.hidden()).toList();
    if (!positional.isEmpty()) {
      line(words);
      positional.forEach(
          it -> term("\\fI" + escaped(it.paramLabel()) + "\\fR", Tree.text(it.description())));
    }
    List<OptionSpec> told = Tree.options(command);
    if (!told.isEmpty()) {
      line(options);
      told.forEach(
          it -> term("\\fB" + escaped(Tree.written(it)) + "\\fR", Tree.text(it.description())));
    }
  }

  private void term(String term, String what) {
    line(".TP").line(term).words(escaped(what));
  }

  /// A line that may begin with any character.
  private ManPage words(String words) {
    return line(words.startsWith(".") || words.startsWith("'") ? "\\&" + words : words);
  }

  private ManPage line(String line) {
    if (!line.isEmpty()) {
      text.append(line).append('\n');
    }
    return this;
  }

  private static String quoted(String words) {
    return "\"" + escaped(words).replace("\"", "\"\"") + "\"";
  }

  private static String escaped(String words) {
    return words.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq");
  }
}
