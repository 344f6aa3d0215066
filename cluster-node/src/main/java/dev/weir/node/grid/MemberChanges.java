package dev.weir.node.grid;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;

/// Tells that members came or went. Called by a thread of Hazelcast.
record MemberChanges(Runnable changed) implements MembershipListener {
  @Override
  public void memberAdded(MembershipEvent event) {
    changed.run();
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    changed.run();
  }
}
