package dev.weir.node.grid;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;

/// Tells that members came or went. Called by a thread of Hazelcast.
final class MemberChanges implements MembershipListener {
  private final EventLog log;
  private final Runnable changed;

  MemberChanges(EventLog log, Runnable changed) {
    this.log = log;
    this.changed = changed;
  }

  @Override
  public void memberAdded(MembershipEvent event) {
    log.record(NodeEvent.MEMBER_JOINED, "member", event.getMember().getAddress());
    changed.run();
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    log.record(NodeEvent.MEMBER_LEFT, "member", event.getMember().getAddress());
    changed.run();
  }
}
