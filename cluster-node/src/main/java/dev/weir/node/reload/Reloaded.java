package dev.weir.node.reload;

import dev.weir.node.config.yaml.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What came of reading the configuration anew.
public sealed interface Reloaded {
  /// It is in force.
  ///
  /// @param changes what is different
  /// @param warnings what an operator should look at
  /// @param until when the one before comes back if nobody confirms; empty: it stays
  record Applied(List<Change> changes, List<Problem> warnings, Optional<Instant> until)
      implements Reloaded {
    /// Copies the lists.
    public Applied {
      changes = List.copyOf(changes);
      warnings = List.copyOf(warnings);
    }
  }

  /// The file is wrong; nothing has changed.
  record Refused(List<Problem> problems) implements Reloaded {
    /// Copies the list.
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /// Some of what is different is only read when the node starts; nothing has changed.
  ///
  /// @param keys which
  record NeedsRestart(List<String> keys) implements Reloaded {
    /// Copies the list.
    public NeedsRestart {
      keys = List.copyOf(keys);
    }
  }

  /// The host refuses it, such as a port that is taken; nothing has changed.
  record Failed(String why) implements Reloaded {}

  /// Another one waits to be confirmed; nothing has changed.
  record OnTrial(Instant until) implements Reloaded {}
}
