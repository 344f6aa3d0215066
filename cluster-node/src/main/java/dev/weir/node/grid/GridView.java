package dev.weir.node.grid;

import java.util.List;
import java.util.Optional;

/// What this node sees of the grid at one moment: its own state, the members in the order of their
/// addresses, the table that was published last, and the bypass rules of all members.
public record GridView(
    GridState state,
    List<GridMember> members,
    Optional<PublishedTable> published,
    List<SharedRule> rules) {
  /// Keeps copies of the lists.
  public GridView {
    members = List.copyOf(members);
    rules = List.copyOf(rules);
  }

  /// The addresses of the members that another view does not have, or has in another incarnation.
  List<String> without(GridView other) {
    var ids = other.members.stream().map(GridMember::id).toList();
    return members.stream()
        .filter(member -> !ids.contains(member.id()))
        .map(member -> member.address().getHostAddress())
        .toList();
  }

  static final GridView STARTING = unjoined(GridState.STARTING);

  /// The view of a node that sees nothing.
  static GridView unjoined(GridState state) {
    return new GridView(state, List.of(), Optional.empty(), List.of());
  }
}
