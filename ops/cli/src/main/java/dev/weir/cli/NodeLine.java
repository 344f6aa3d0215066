package dev.weir.cli;

import dev.weir.cli.terminal.ExitCode;
import dev.weir.node.NodeProgram;
import java.nio.file.Path;
import java.util.Optional;

/// The command line `weir node --config FILE`, with nothing beside it: that of all services.
///
/// It is understood without the parser of all other commands, whose classes no quick start has and
/// which takes a third of a node's start (ADR-0011).
final class NodeLine {
  private static final int WORDS = 3;

  private NodeLine() {}

  /// The file, if these are the words. One that the parser might take for something else is left to
  /// it.
  static Optional<Path> file(String[] words) {
    boolean plain =
        words.length == WORDS
            && words[0].equals("node")
            && words[1].equals("--config")
            && !words[2].isEmpty()
            && "-@\"'".indexOf(words[2].charAt(0)) < 0;
    return plain ? Optional.of(Path.of(words[2])) : Optional.empty();
  }

  /// Runs the node. What is wrong with us is told as the parser does, and ends the process.
  static int run(Path file) {
    try {
      return NodeProgram.run(file, Optional.empty(), System.err);
    } catch (RuntimeException wrong) { // the last line of the thread
      wrong.printStackTrace();
      return ExitCode.FAILURE;
    }
  }
}
