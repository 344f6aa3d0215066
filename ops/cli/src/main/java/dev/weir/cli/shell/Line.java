package dev.weir.cli.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Model.CommandSpec;

/// The line that an operator edits: history, completion by TAB, and help by `?` as it is typed.
final class Line implements AutoCloseable {
  private final Terminal terminal;
  private final LineReader reader;
  private final String prompt;

  private Line(Terminal terminal, LineReader reader, String prompt) {
    this.terminal = terminal;
    this.reader = reader;
    this.prompt = prompt;
  }

  /// Takes the terminal.
  ///
  /// @param history where lines are remembered; empty: nowhere
  static Line open(CommandSpec root, String prompt, Optional<Path> history) throws IOException {
    Terminal terminal = TerminalBuilder.builder().system(true).nativeSignals(true).build();
    Thread session = Thread.currentThread();
    terminal.handle(Terminal.Signal.INT, _ -> session.interrupt()); // ends a command, not us
    var parser = new DefaultParser();
    parser.setEscapeChars(null);
    var building =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("weir")
            .parser(parser)
            .completer((_, line, candidates) -> complete(root, line, candidates))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
    history.ifPresent(file -> building.variable(LineReader.HISTORY_FILE, file));
    LineReader reader = building.build();
    var line = new Line(terminal, reader, prompt);
    reader.getWidgets().put("weir-help", () -> line.help(root));
    KeyMap<Binding> keys = Objects.requireNonNull(reader.getKeyMaps().get(LineReader.MAIN));
    keys.bind(new Reference("weir-help"), "?");
    keys.bind(new Reference(LineReader.QUOTED_INSERT), KeyMap.ctrl('V'));
    return line;
  }

  /// Where the lines of this user are remembered, if there is a place.
  static Optional<Path> history() {
    String state = System.getenv("XDG_STATE_HOME");
    String home = System.getenv("HOME");
    if (state == null && home == null) {
      return Optional.empty();
    }
    Path folder = state == null ? Path.of(home, ".local", "state", "weir") : Path.of(state, "weir");
    try {
      Files.createDirectories(folder);
      return Optional.of(folder.resolve("history"));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// The next line; empty at the end, which is Ctrl-D.
  Optional<String> next() {
    try {
      return Optional.of(reader.readLine(prompt));
    } catch (UserInterruptException _) {
      return Optional.of(""); // the line is given up
    } catch (EndOfFileException _) {
      return Optional.empty();
    }
  }

  /// A `?` within a URL is one of its characters.
  private boolean help(CommandSpec root) {
    String written = reader.getBuffer().upToCursor();
    if (written.substring(written.lastIndexOf(' ') + 1).contains("://")) {
      reader.getBuffer().write('?');
      return true;
    }
    reader.printAbove(prompt + written + "?\n" + Hints.text(root, written));
    return true;
  }

  private static void complete(CommandSpec root, ParsedLine line, List<Candidate> candidates) {
    List<String> before = line.words().subList(0, line.wordIndex());
    Words words = Words.of(String.join(" ", before));
    for (Hints.Hint hint : Hints.next(root, words, "")) {
      if (!hint.word().equals(hint.word().toUpperCase(java.util.Locale.ROOT))) {
        candidates.add(
            new Candidate(hint.word(), hint.word(), null, hint.sentence(), null, null, true));
      }
    }
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
