package dev.weir.cli.decode;

import dev.weir.wccp.diagnosis.Finding;
import java.util.List;

/// How what was found is printed, entry by entry as it comes.
public sealed interface Report permits TextReport, JsonReport {
  /// Prints one message or packet.
  void entry(Entry entry);

  /// Prints what the conversation as a whole shows, and the sums.
  void end(Sums sums, List<Finding> conversation);

  /// What was counted.
  ///
  /// @param frames read from the capture; 0 for a hex dump
  /// @param messages WCCP messages and redirected packets among them
  /// @param wrong findings of that severity, those of the conversation included
  /// @param unusual findings of that severity, as above
  /// @param problems what was wrong with the capture itself
  record Sums(int frames, int messages, int wrong, int unusual, List<String> problems) {
    /// Copies the list.
    public Sums {
      problems = List.copyOf(problems);
    }
  }
}
