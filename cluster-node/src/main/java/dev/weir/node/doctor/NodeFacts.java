package dev.weir.node.doctor;

import java.util.List;
import java.util.Set;

/// What the running node says of itself on its admin port.
///
/// @param routers the routers of every service group
/// @param members the addresses of the members of the grid
/// @param bucketsOwned buckets, or values of a mask, that belong to this node
/// @param refusedLately why WCCP messages were refused in the last seconds, as the events say
public record NodeFacts(
    List<Router> routers, Set<String> members, int bucketsOwned, Set<String> refusedLately) {
  /// One router as the node sees it; `id` is empty while it has not answered.
  public record Router(String address, String id, String state, Set<String> caches) {
    /// Keeps a copy.
    public Router {
      caches = Set.copyOf(caches);
    }

    boolean lists() {
      return state.equals("usable") || state.equals("assigned");
    }
  }

  /// Keeps copies.
  public NodeFacts {
    routers = List.copyOf(routers);
    members = Set.copyOf(members);
    refusedLately = Set.copyOf(refusedLately);
  }

  /// Whether every router has answered.
  public boolean hearsAll() {
    return routers.stream().noneMatch(it -> it.id().isEmpty());
  }
}
