package dev.weir.router.ios.word;

/// A line that is not accepted: why, and what to write instead. It never leaves the file's reader.
public final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;
  private final int depth;

  /// A refusal after `depth` words of the line were understood.
  public Refused(String reason, String remedy, int depth) {
    super(reason, null, false, false);
    this.remedy = remedy;
    this.depth = depth;
  }

  /// What is wrong.
  public String reason() {
    return String.valueOf(getMessage());
  }

  /// What to write instead.
  public String remedy() {
    return remedy;
  }

  /// How many words were understood: of two readings of a line, the longer one was meant.
  public int depth() {
    return depth;
  }
}
