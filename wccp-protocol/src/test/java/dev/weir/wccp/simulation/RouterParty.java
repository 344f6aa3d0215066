package dev.weir.wccp.simulation;

import dev.weir.wccp.router.RouterSnapshot;
import java.time.Instant;

/// A router's machine of one group, from its start until its process ends.
public final class RouterParty implements Party {
  private final RouterNode node;
  private final int group;
  private final RouterMachine machine;
  private RouterSnapshot state;
  private final Alarm alarm = new Alarm();

  RouterParty(RouterNode node, int group, RouterMachine machine) {
    this.node = node;
    this.group = group;
    this.machine = machine;
    this.state = machine.snapshot();
  }

  /// The process it runs in.
  public RouterNode node() {
    return node;
  }

  /// The index of its group.
  public int group() {
    return group;
  }

  /// The state after its last step.
  public RouterSnapshot state() {
    return state;
  }

  RouterMachine machine() {
    return machine;
  }

  void became(RouterSnapshot next) {
    state = next;
  }

  @Override
  public Alarm alarm() {
    return alarm;
  }

  @Override
  public boolean runs() {
    return node.parties.contains(this);
  }

  @Override
  public long frozenUntil() {
    return node.frozenUntil;
  }

  @Override
  public Instant nextDeadline() {
    return machine.nextDeadline();
  }

  @Override
  public String toString() {
    return node.name() + "/" + group;
  }
}
