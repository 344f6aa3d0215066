package dev.weir.node.ownership.live;

import dev.weir.node.grid.PublishedTable;

/// Where the tables of a cluster without routers get their numbers, and go.
public interface GridNumbers {
  /// The lowest number that was never used here.
  long first();

  /// Notes the number and publishes the table.
  void publish(PublishedTable table);
}
