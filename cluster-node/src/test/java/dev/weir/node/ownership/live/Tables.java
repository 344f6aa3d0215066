package dev.weir.node.ownership.live;

import dev.weir.node.ownership.Succession;
import java.net.Inet4Address;
import java.time.Duration;

/// Where the tables of a simulated cluster come from, and what its nodes see of them.
interface Tables {
  /// A second passes.
  void second(Landscape land);

  /// What a node sees.
  Succession.Sight sight(Inet4Address node, Landscape land);

  /// Whether a router lists a node.
  boolean listed(Inet4Address node, Landscape land);

  /// The grid falls into two sides.
  void split();

  /// Everything is whole again.
  void heal();

  /// How long after that all nodes go by one table in which each has its share.
  Duration settlesWithin();
}
