package dev.weir.cli.terminal;

import java.io.Console;
import java.util.Optional;

/// Whether somebody sits there.
public final class Tty {
  /// What empties a terminal and begins at its top.
  public static final String CLEAR = "\033[H\033[2J\033[3J";

  private Tty() {}

  /// Whether both what is typed and what is printed are those of a terminal that can be steered.
  public static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        && !"dumb".equals(System.getenv("TERM"));
  }
}
