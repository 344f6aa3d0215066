package dev.weir.node.doctor;

import dev.weir.node.host.HostCommand;
import java.util.List;

/// Why a packet is lost, and what mends it.
///
/// @param why one sentence with what was seen
/// @param commands what mends it on this host; empty when it has to be mended elsewhere
/// @param advice what to do, with the command to type; empty when the commands say it
public record Cause(String why, List<HostCommand> commands, String advice) {
  /// Keeps a copy.
  public Cause {
    commands = List.copyOf(commands);
  }

  /// A cause that commands on this host take away.
  static Cause mendedBy(String why, List<HostCommand> commands) {
    return new Cause(why, commands, "");
  }

  /// A cause that somebody has to take away.
  static Cause advising(String why, String advice) {
    return new Cause(why, List.of(), advice);
  }
}
