package dev.weir.lab.scenario;

import dev.weir.lab.LabFailure;
import dev.weir.lab.program.Dialect;
import dev.weir.lab.stage.Stage;

/// Something that is proved on the lab's network.
///
/// @param name what it is called on the command line
/// @param summary what it shows, in one sentence
/// @param dialect how router and nodes speak WCCP
/// @param script its steps
public record Scenario(String name, String summary, Dialect dialect, Script script) {

  /// The steps of a scenario, played on a network that is there and in which nothing runs yet.
  @FunctionalInterface
  public interface Script {
    /// Plays the steps; what they find is in the stage's findings.
    ///
    /// @throws LabFailure when something that is not under test did not work
    void play(Stage stage) throws LabFailure, InterruptedException;
  }
}
