package dev.weir.node.config.value;

/// A text is not a value of its type: why, and what to write instead.
///
/// The reason completes the sentence `"10.0.2.300" …`.
final class Unreadable extends Exception {
  private static final long serialVersionUID = 1;

  private final String remedy;

  Unreadable(String reason, String remedy) {
    super(reason, null, false, false);
    this.remedy = remedy;
  }

  String remedy() {
    return remedy;
  }
}
