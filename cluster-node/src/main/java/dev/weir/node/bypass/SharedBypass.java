package dev.weir.node.bypass;

import dev.weir.node.grid.Grid;
import dev.weir.node.grid.SharedRule;
import java.time.Duration;
import java.time.InstantSource;

/// An operator's rules, and what is learnt of origins, for all members of the grid: in force here
/// at once, there when they hear of it.
///
/// What is learnt of one client stays here: its connections to a place come to one node.
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
    share(rule);
    return true;
  }

  /// Puts in force what was learnt here.
  public void learn(Lesson lesson) {
    board.learn(lesson);
    if (lesson.target() instanceof Target.Single) {
      share(lesson.rule());
    }
  }

  private void share(BypassRule rule) {
    long until = rule.until().map(it -> Math.max(1, it.getEpochSecond())).orElse(0L);
    Duration lasts =
        rule.until().map(it -> Duration.between(clock.instant(), it)).orElse(Duration.ZERO);
    grid.share(new SharedRule(rule.target().text(), until, rule.because()), lasts);
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
