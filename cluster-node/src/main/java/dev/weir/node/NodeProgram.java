package dev.weir.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.Problem;
import dev.weir.node.life.HostException;
import dev.weir.node.life.Termination;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/// The program behind `weir node --config FILE`.
public final class NodeProgram {
  private NodeProgram() {}

  /// Runs the node until SIGTERM or SIGINT, and leaves nothing of it on the host.
  ///
  /// Problems are told on `err`, one per line, each with what to do about it. A sidecar named here
  /// goes before `proxy.sidecar.to` of the file.
  ///
  /// @return [Termination#OK], [Termination#FAILURE], [Termination#USAGE] or [Termination#STUCK]
  public static int run(Path configFile, Optional<ListenAddress> sidecar, PrintStream err) {
    return switch (NodeConfig.load(configFile, System.getenv(), sidecar)) {
      case Loading.Refused<NodeConfig>(List<Problem> problems) -> {
        problems.forEach(err::println);
        yield Termination.USAGE;
      }
      case Loading.Loaded<NodeConfig>(NodeConfig config, List<Problem> warnings) -> {
        warnings.forEach(err::println);
        if (LoggerFactory.getLogger("weir") instanceof Logger logger) {
          logger.setLevel(Level.convertAnSLF4JLevel(config.log().level()));
        }
        var termination = new Termination(config.cluster().changes().drain());
        termination.listen();
        yield termination.end(serve(config, termination, err));
      }
    };
  }

  private static int serve(NodeConfig config, Termination termination, PrintStream err) {
    try (Node _ = Node.start(config, termination::giveUp)) {
      termination.await();
      return termination.reason();
    } catch (HostException e) {
      err.println("weir node: " + e.getMessage());
      return Termination.FAILURE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Termination.FAILURE;
    }
  }
}
