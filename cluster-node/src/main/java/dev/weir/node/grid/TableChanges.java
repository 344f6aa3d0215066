package dev.weir.node.grid;

import com.hazelcast.core.EntryAdapter;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.map.MapEvent;

/// Tells that something was published or shared. Called by a thread of Hazelcast, which is not made
/// to read the value.
final class TableChanges extends EntryAdapter<Object, Object> {
  private final Runnable changed;

  TableChanges(Runnable changed) {
    this.changed = changed;
  }

  @Override
  public void onEntryEvent(EntryEvent<Object, Object> event) {
    changed.run();
  }

  @Override
  public void onMapEvent(MapEvent event) {
    changed.run();
  }
}
