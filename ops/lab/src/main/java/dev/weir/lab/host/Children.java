package dev.weir.lab.host;

import dev.weir.lab.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts the lab's long-running programs so that even a killed lab's successor finds them.
///
/// A small shell writes its own `/proc` line into the state folder and only then becomes the
/// program, in a session of its own: Ctrl-C reaches the lab alone, which ends them in order.
public final class Children {
  private static final String RECORD_AND_BECOME =
      "read -r line < /proc/$$/stat && echo \"$line\" > \"$0\" && exec \"$@\"";

  private final StateFolder state;

  /// Children written down in the given folder.
  public Children(StateFolder state) {
    this.state = state;
  }

  /// Starts a program in a namespace; standard error, and output unless piped, go to the log file.
  /// Returns once the child is written down.
  public Process start(String namespace, Path log, boolean pipeOutput, List<String> command)
      throws LabFailure, InterruptedException {
    Path record = state.nextChildFile();
    var all = new ArrayList<String>();
    all.addAll(List.of("setsid", "sh", "-c", RECORD_AND_BECOME));
    all.add(record.toString());
    all.addAll(List.of("ip", "netns", "exec", namespace));
    all.addAll(command);
    var builder =
        new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    if (!pipeOutput) {
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }
    try {
      Process child = builder.start();
      while (child.isAlive() && (!Files.exists(record) || Files.size(record) == 0)) {
        Thread.sleep(1);
      }
      return child;
    } catch (IOException e) {
      throw new LabFailure("cannot start " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }
}
