package dev.weir.cli.shell;

import java.util.ArrayList;
import java.util.List;

/// A line cut into words, as a router cuts it: blanks part them, quotes of either kind keep them
/// together, and a bar that stands alone begins a filter. Pure.
record Words(List<String> command, List<String> filter) {
  Words {
    command = List.copyOf(command);
    filter = List.copyOf(filter);
  }

  /// Cuts a line. A quote that is not closed reaches to the end.
  static Words of(String line) {
    var command = new ArrayList<String>();
    var filter = new ArrayList<String>();
    boolean behindBar = false;
    int at = 0;
    while (at < line.length()) {
      if (Character.isWhitespace(line.charAt(at))) {
        at++;
        continue;
      }
      var word = new StringBuilder();
      boolean quoted = false;
      while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
        char c = line.charAt(at++);
        if (c == '"' || c == '\'') {
          quoted = true;
          int end = line.indexOf(c, at);
          word.append(line, at, end < 0 ? line.length() : end);
          at = end < 0 ? line.length() : end + 1;
        } else {
          word.append(c);
        }
      }
      if (!behindBar && !quoted && word.toString().equals("|")) {
        behindBar = true;
      }
      (behindBar ? filter : command).add(word.toString());
    }
    return new Words(command, filter);
  }

  /// Whether there is a bar.
  boolean piped() {
    return !filter.isEmpty();
  }
}
