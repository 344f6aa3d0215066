package dev.weir.cli.drill;

import dev.weir.node.telemetry.NodeEvent;
import java.util.List;

/// What there is to know about a drill before it begins.
///
/// @param where whose command line `make` and `undo` are typed at
/// @param make what begins it
/// @param expect what then happens, in its order
/// @param watch what shows it
/// @param events what the nodes log meanwhile
/// @param undo what ends it
/// @param page the runbook for when it is no drill, below `docs/runbooks`
record Script(
    String where,
    String make,
    List<String> expect,
    List<String> watch,
    List<NodeEvent> events,
    String undo,
    String page) {

  /// Keeps copies.
  Script {
    expect = List.copyOf(expect);
    watch = List.copyOf(watch);
    events = List.copyOf(events);
  }
}
