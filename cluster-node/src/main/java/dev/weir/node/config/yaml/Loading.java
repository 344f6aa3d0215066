package dev.weir.node.config.yaml;

import java.util.List;

/// What came of reading a configuration file: a value, or every reason why there is none.
public sealed interface Loading<T> {

  /// The file is good. `warnings` are worth an operator's look, in the order of their lines.
  record Loaded<T>(T value, List<Problem> warnings) implements Loading<T> {
    /// Keeps a copy of the list.
    public Loaded {
      warnings = List.copyOf(warnings);
    }
  }

  /// The file is refused as a whole. `problems` are all of them, in the order of their lines.
  record Refused<T>(List<Problem> problems) implements Loading<T> {
    /// Refuses to refuse without a reason.
    public Refused {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("refused without a problem");
      }
    }
  }
}
