package dev.weir.node.grid;

import java.util.List;
import java.util.Optional;

/// What this node sees of the grid at one moment: its own state, the members in the order of their
/// addresses, and the table that was published last.
public record GridView(
    GridState state, List<GridMember> members, Optional<PublishedTable> published) {
  /// Keeps a copy of the list.
  public GridView {
    members = List.copyOf(members);
  }

  static final GridView STARTING = new GridView(GridState.STARTING, List.of(), Optional.empty());
}
