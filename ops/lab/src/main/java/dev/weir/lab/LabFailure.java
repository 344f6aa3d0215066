package dev.weir.lab;

/// The world failed the lab: a command, a program or a wait did not do what it must.
///
/// The message is one sentence for the person at the terminal.
public final class LabFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /// A failure told in one sentence.
  public LabFailure(String sentence) {
    super(sentence);
  }

  /// A failure told in one sentence, with what it came from.
  public LabFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
