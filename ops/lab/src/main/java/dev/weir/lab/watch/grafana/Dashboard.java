package dev.weir.lab.watch.grafana;

import java.util.List;

/// One page of panels, from left to right and from top to bottom.
///
/// @param uid by which links find it, and the name of its file
/// @param about a sentence for people
public record Dashboard(String uid, String title, String about, List<Panel> panels) {
  /// Keeps a copy.
  public Dashboard {
    panels = List.copyOf(panels);
  }

  /// All of them, the one to begin with first.
  public static final List<Dashboard> ALL =
      List.of(
          OverviewBoard.DASHBOARD,
          WccpBoard.DASHBOARD,
          DataPlaneBoard.DASHBOARD,
          CacheBoard.DASHBOARD,
          ClusterBoard.DASHBOARD,
          BucketsBoard.DASHBOARD);
}
