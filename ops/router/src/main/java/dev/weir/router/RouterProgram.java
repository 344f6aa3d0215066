package dev.weir.router;

import dev.weir.node.life.Termination;
import dev.weir.node.config.yaml.ConfigSource;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.Problem;
import dev.weir.router.config.RouterConfig;
import dev.weir.node.life.HostException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/// The program behind `weir router --config FILE`.
public final class RouterProgram {
  /// The router ran and was stopped by a signal.
  public static final int OK = 0;

  /// The host refused something, or a part failed while running.
  public static final int FAILURE = 1;

  /// The configuration file is wrong.
  public static final int USAGE = 2;

  private RouterProgram() {}

  /// Runs the router until SIGTERM or SIGINT, and leaves nothing of it on the host.
  ///
  /// Problems are told on `err`, one per line, each with what to do about it.
  ///
  /// @return [#OK], [#FAILURE] or [#USAGE]
  public static int run(Path configFile, PrintStream err) {
    return switch (ConfigSource.load(configFile, System.getenv(), RouterConfig::read)) {
      case Loading.Refused<RouterConfig>(List<Problem> problems) -> {
        problems.forEach(err::println);
        yield USAGE;
      }
      case Loading.Loaded<RouterConfig>(RouterConfig config, List<Problem> warnings) -> {
        warnings.forEach(err::println);
        var termination = new Termination();
        termination.listen();
        yield termination.end(serve(config, termination, err));
      }
    };
  }

  private static int serve(RouterConfig config, Termination termination, PrintStream err) {
    try (Router router = Router.start(config, termination::ask)) {
      termination.await();
      return router.failed() ? FAILURE : OK;
    } catch (HostException e) {
      err.println("weir router: " + e.getMessage());
      return FAILURE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILURE;
    }
  }
}
