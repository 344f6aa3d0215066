package dev.weir.lab.screen;

import java.io.PrintStream;
import java.util.Locale;

/// The lab's terminal: plain ASCII lines of at most 110 columns, each as soon as it is known.
///
/// Safe for use by any thread. Once muted it says nothing more: a run that is being ended leaves
/// the last word to whoever ends it.
public final class Screen {
  /// The widest line.
  public static final int COLUMNS = 110;

  private static final int TIME_COLUMN = 100;

  private final PrintStream out;
  private final boolean verbose;
  private final long begin = System.nanoTime();
  private boolean muted;

  /// A screen that shows details only when asked to.
  public Screen(PrintStream out, boolean verbose) {
    this.out = out;
    this.verbose = verbose;
  }

  /// Since this screen was made, in milliseconds.
  public long elapsedMillis() {
    return (System.nanoTime() - begin) / 1_000_000;
  }

  /// One line, cut at the last column.
  public synchronized void line(String text) {
    if (!muted) {
      String end = text.length() > COLUMNS ? text.substring(0, COLUMNS) : text;
      out.println(end.stripTrailing());
      out.flush();
    }
  }

  /// One line with the time since the start at its end.
  public void timed(String text) {
    line(withEnd(text, seconds(elapsedMillis())));
  }

  /// A line that is shown only with `-v`, and may be as long as it is.
  public synchronized void detail(String text) {
    if (verbose && !muted) {
      out.println("     | " + text);
      out.flush();
    }
  }

  /// Says nothing more from now on.
  public synchronized void mute() {
    muted = true;
  }

  /// The last word after [#mute].
  public synchronized void lastWord(String text) {
    out.println(text);
    out.flush();
  }

  /// A text, padded, with something at its right end.
  public static String withEnd(String text, String end) {
    int pad = Math.max(1, TIME_COLUMN + 8 - text.length() - end.length());
    return text + " ".repeat(pad) + end;
  }

  /// Milliseconds as people read them: `4.6 s`.
  public static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
  }
}
