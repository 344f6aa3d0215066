package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.simulation.CacheStep;
import dev.weir.wccp.simulation.Reading;
import dev.weir.wccp.simulation.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// S2 (§4.3).
final class OneTablePerKey implements Invariant {
  private record Name(int group, AssignmentKey key) {}

  private final Map<Name, Table> tables = new HashMap<>();

  @Override
  public String name() {
    return "S2";
  }

  @Override
  public String sentence() {
    return "No two tables are ever sent with one key, not even after a restart.";
  }

  @Override
  public Optional<String> afterCache(CacheStep step) {
    return step.ours()
        ? step.tables().flatMap(it -> second(step, it).stream()).findFirst()
        : Optional.empty();
  }

  private Optional<String> second(CacheStep step, Message.RedirectAssign assign) {
    var name = new Name(step.party().group(), Reading.key(assign));
    var table = Reading.table(assign);
    var first = tables.putIfAbsent(name, table);
    return Invariant.broken(
        first != null && !first.equals(table),
        () -> name.key() + " was " + first.sizes() + " and is " + table.sizes());
  }
}
