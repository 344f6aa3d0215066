package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.simulation.Input;
import dev.weir.wccp.simulation.RouterParty;
import dev.weir.wccp.simulation.RouterStep;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// M2 (§4.4).
final class StaleTableGoes implements Invariant {
  private final Map<RouterParty, Instant> due = new HashMap<>();

  @Override
  public String name() {
    return "M2";
  }

  @Override
  public String sentence() {
    return "A table that nobody renews within 5 T after a change of members is flushed.";
  }

  @Override
  public Optional<String> afterRouter(RouterStep step) {
    if (step.installed()) {
      due.remove(step.party());
    } else if (step.before().memberChange() != step.after().memberChange()) {
      due.put(step.party(), step.now().plus(longer(step)));
    }
    return Invariant.broken(
        step.input() instanceof Input.Deadline
            && !step.now().isBefore(due.getOrDefault(step.party(), Instant.MAX))
            && step.after().key().isPresent(),
        () -> "still by " + step.after().key());
  }

  private static Duration longer(RouterStep step) {
    var before = step.before().timers().flushAfter();
    var after = step.after().timers().flushAfter();
    return before.compareTo(after) > 0 ? before : after;
  }
}
