package dev.weir.cli.shell;

import java.io.PrintWriter;
import java.io.Writer;

/// Passes on the lines that a filter lets through, each as soon as it is whole.
final class FilteredWriter extends Writer {
  private final Filter filter;
  private final PrintWriter to;
  private final StringBuilder line = new StringBuilder();

  FilteredWriter(Filter filter, PrintWriter to) {
    this.filter = filter;
    this.to = to;
  }

  @Override
  public void write(char[] text, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (text[i] == '\n') {
        pass();
      } else {
        line.append(text[i]);
      }
    }
  }

  private void pass() {
    if (filter.passes(line.toString())) {
      to.println(line);
    }
    line.setLength(0);
  }

  @Override
  public void flush() {
    to.flush();
  }

  /// Ends the filter, not what it writes to.
  @Override
  public void close() {
    if (!line.isEmpty()) {
      pass();
    }
    filter.end().ifPresent(to::println);
    to.flush();
  }
}
