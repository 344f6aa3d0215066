package dev.weir.wccp.simulation;

import dev.weir.wccp.cache.CacheSnapshot;
import java.time.Instant;

/// A cache's machine of one group, from its start until its process ends.
public final class CacheParty implements Party {
  private final CacheNode node;
  private final int group;
  private final CacheMachine machine;
  private CacheSnapshot state;
  private final Alarm alarm = new Alarm();

  CacheParty(CacheNode node, int group, CacheMachine machine) {
    this.node = node;
    this.group = group;
    this.machine = machine;
    this.state = machine.snapshot();
  }

  /// The process it runs in.
  public CacheNode node() {
    return node;
  }

  /// The index of its group.
  public int group() {
    return group;
  }

  /// The state after its last step.
  public CacheSnapshot state() {
    return state;
  }

  /// Whether its deadline has come by now, so that time may have changed it as well.
  public boolean isDue(Instant now) {
    return alarm.at <= World.nanos(now);
  }

  CacheMachine machine() {
    return machine;
  }

  void became(CacheSnapshot next) {
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
