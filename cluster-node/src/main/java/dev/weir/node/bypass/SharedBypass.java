package dev.weir.node.bypass;

import dev.weir.node.grid.Grid;
import dev.weir.node.grid.SharedRule;
import java.time.Duration;
import java.time.InstantSource;

/// An operator's rules for all members of the grid: in force here at once, there when they hear of
/// it.
public final class SharedBypass implements RuleChanges {
  private final BypassBoard board;
  private final Grid grid;
  private final InstantSource clock;

  /// Changes of a board that are told to a grid.
  public SharedBypass(BypassBoard board, Grid grid, InstantSource clock) {
    this.board = board;
    this.grid = grid;
    this.clock = clock;
  }

  @Override
  public boolean add(BypassRule rule) {
    if (!board.add(rule)) {
      return false;
    }
    long until = rule.until().map(it -> Math.max(1, it.getEpochSecond())).orElse(0L);
    Duration lasts =
        rule.until().map(it -> Duration.between(clock.instant(), it)).orElse(Duration.ZERO);
    grid.share(new SharedRule(rule.target().text(), until, rule.because()), lasts);
    return true;
  }

  @Override
  public Removal remove(Target target) {
    Removal removal = board.remove(target);
    if (removal == Removal.REMOVED) {
      grid.unshare(target.text());
    }
    return removal;
  }
}
