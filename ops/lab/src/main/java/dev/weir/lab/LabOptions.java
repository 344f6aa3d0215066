package dev.weir.lab;

import java.nio.file.Path;
import java.util.Optional;

/// What `weir lab` was asked for.
///
/// @param scenario the name of a scenario of the catalogue, or of a suite
/// @param keep whether the network stays until somebody ends it
/// @param broken the fault that is caused in a network that stays, or [#RANDOM]
/// @param json where the report is written
/// @param pcap a folder for whole captures of both sides
/// @param verbose whether details are shown
/// @param programs how a Weir program is started
public record LabOptions(
    String scenario,
    boolean keep,
    Optional<String> broken,
    Optional<Path> json,
    Optional<Path> pcap,
    boolean verbose,
    WeirCommand programs) {

  /// The scenario that is played when none is named.
  public static final String DEFAULT_SCENARIO = "first-packet";

  /// Any fault, which is not told.
  public static final String RANDOM = "random";

  /// The default scenario, played once, shown on the screen and nowhere else.
  public static LabOptions defaults(WeirCommand programs) {
    return new LabOptions(
        DEFAULT_SCENARIO,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        programs);
  }

  /// The same for one scenario of a suite: its captures in a folder of its own, its report with the
  /// others'.
  LabOptions within(String one) {
    return new LabOptions(
        one,
        keep,
        broken,
        Optional.empty(),
        pcap.map(folder -> folder.resolve(one)),
        verbose,
        programs);
  }
}
