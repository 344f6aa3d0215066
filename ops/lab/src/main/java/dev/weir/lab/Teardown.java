package dev.weir.lab;

import dev.weir.lab.host.HostTrace;
import dev.weir.lab.host.StateFolder;
import dev.weir.lab.host.Sweep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Takes the lab away, once, and proves that nothing is left.
///
/// Called at the end of a run or by the hook that a signal triggers, whichever comes first.
final class Teardown {
  private final StateFolder state;
  private final HostTrace before;
  private boolean done;

  Teardown(StateFolder state, HostTrace before) {
    this.state = state;
    this.before = before;
  }

  /// Takes everything away; gives what is left nevertheless. A second call does nothing.
  synchronized List<String> once() throws LabFailure, InterruptedException {
    if (done) {
      return List.of();
    }
    done = true;
    try {
      var sweep = new Sweep(state);
      sweep.clean();
      var left = new ArrayList<>(sweep.left());
      left.addAll(HostTrace.take().addedSince(before));
      if (left.isEmpty()) {
        state.remove();
      } else {
        state.close(); // what it remembers is for the next lab
      }
      return left;
    } catch (IOException e) {
      throw new LabFailure("the tear-down failed: " + e.getMessage(), e);
    }
  }
}
