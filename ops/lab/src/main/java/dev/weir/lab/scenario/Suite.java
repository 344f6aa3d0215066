package dev.weir.lab.scenario;

import java.util.List;

/// Scenarios that are played one after another, each on a network of its own, and reported
/// together.
///
/// @param name what they are called on the command line
/// @param summary what they show, in one sentence
/// @param scenarios in the order in which they are played
public record Suite(String name, String summary, List<Scenario> scenarios) {
  /// Copies the list.
  public Suite {
    scenarios = List.copyOf(scenarios);
  }
}
