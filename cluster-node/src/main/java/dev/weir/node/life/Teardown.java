package dev.weir.node.life;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// What must be undone at the end, last thing first, each whatever became of the others.
///
/// Confined to the thread that starts and stops the program.
public final class Teardown implements AutoCloseable {
  private final Deque<Step> steps = new ArrayDeque<>();

  /// One thing to undo.
  public interface Step {
    /// Undoes it.
    void run() throws HostException, IOException;
  }

  /// Remembers to undo what has just been done.
  public void then(Step step) {
    steps.push(step);
  }

  /// Undoes everything; a second call does nothing.
  ///
  /// @throws HostException the first failure, with the others suppressed in it
  @Override
  public void close() throws HostException {
    HostException failure = null;
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (IOException | RuntimeException e) {
        failure = joined(failure, new HostException("Stopping: " + e.getMessage(), e));
      } catch (HostException e) {
        failure = joined(failure, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static HostException joined(
      @org.jspecify.annotations.Nullable HostException first, HostException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }
}
