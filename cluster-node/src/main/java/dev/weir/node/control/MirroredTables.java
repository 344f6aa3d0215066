package dev.weir.node.control;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.ServiceGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps the table of a group that brings answers like that of the group that brings the requests.
///
/// Confined to the control thread, but for [#begin], which comes before it works.
public final class MirroredTables {
  private final Map<ServiceGroup, ServiceGroup> pairs;
  private final Map<ServiceGroup, Assignment> last = new HashMap<>();
  private Optional<ControlLoop> control = Optional.empty();
  private List<Membership> memberships = List.of();

  /// From each group whose table counts to the one that follows it.
  public MirroredTables(Map<ServiceGroup, ServiceGroup> pairs) {
    this.pairs = Map.copyOf(pairs);
  }

  /// Has them follow each other from now on.
  public void begin(ControlLoop loop, List<Membership> all) {
    control = Optional.of(loop);
    memberships = List.copyOf(all);
  }

  /// A group has changed.
  public void follow(CacheSnapshot group) {
    ServiceGroup follower = pairs.get(group.service().group());
    Assignment table = group.assignment();
    if (follower == null || control.isEmpty() || table.equals(last.get(follower))) {
      return;
    }
    for (Membership membership : memberships) {
      if (membership.serves().equals(follower)
          && control.get().post(now -> membership.mirror(table, now))) {
        last.put(follower, table);
      }
    }
  }
}
