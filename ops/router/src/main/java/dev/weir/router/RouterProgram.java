package dev.weir.router;

import dev.weir.node.config.yaml.ConfigSource;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.Problem;
import dev.weir.node.life.HostException;
import dev.weir.node.life.Systemd;
import dev.weir.node.life.Termination;
import dev.weir.router.config.IosRouter;
import dev.weir.router.config.RouterConfig;
import dev.weir.router.show.WccpDebug;
import java.io.PrintStream;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// The program behind `weir router`.
public final class RouterProgram {
  private RouterProgram() {}

  /// What the configuration is written in.
  public enum Language {
    /// Our own keys.
    YAML,
    /// Lines of IOS.
    IOS
  }

  /// What the operator asks for.
  ///
  /// @param check only read the file, and say whether it is good
  /// @param faultsOnDemand whether the router may be made to misbehave, whatever the file says
  /// @param debug what is told on standard error line by line
  public record Order(
      Path file,
      Language language,
      boolean check,
      boolean faultsOnDemand,
      Set<WccpDebug.Topic> debug) {
    /// Keeps a copy.
    public Order {
      debug = Set.copyOf(debug);
    }

    /// To run by a YAML file.
    public static Order run(Path file) {
      return new Order(file, Language.YAML, false, false, Set.of());
    }
  }

  /// Runs the router until SIGTERM or SIGINT, and leaves nothing of it on the host.
  ///
  /// Problems are told on `err`, one per line, each with what to do about it.
  ///
  /// @return [Termination#OK], [Termination#FAILURE] or [Termination#USAGE]
  public static int run(Order order, PrintStream err) {
    return switch (load(order)) {
      case Loading.Refused<RouterConfig>(List<Problem> problems) -> {
        problems.forEach(err::println);
        yield Termination.USAGE;
      }
      case Loading.Loaded<RouterConfig>(RouterConfig config, List<Problem> warnings) -> {
        warnings.forEach(err::println);
        if (order.check()) {
          yield Termination.OK;
        }
        var termination = new Termination();
        termination.listen();
        yield termination.end(
            serve(
                order.faultsOnDemand() ? config.withFaultsOnDemand() : config,
                order,
                termination,
                err));
      }
    };
  }

  private static Loading<RouterConfig> load(Order order) {
    return switch (order.language()) {
      case YAML -> ConfigSource.load(order.file(), System.getenv(), RouterConfig::read);
      case IOS ->
          ConfigSource.text(
              order.file(),
              text -> IosRouter.read(order.file().toString(), text, RouterProgram::isDevice));
    };
  }

  /// Whether this machine has a network device of that name.
  private static boolean isDevice(String name) {
    try {
      return NetworkInterface.getByName(name) != null;
    } catch (SocketException _) {
      return false;
    }
  }

  private static int serve(
      RouterConfig config, Order order, Termination termination, PrintStream err) {
    var trace = new Router.Trace(new WccpDebug(order.debug()), err::println);
    try (var systemd = Systemd.ours();
        Router router = Router.start(config, trace, termination::ask)) {
      systemd.ready();
      termination.await();
      systemd.stopping();
      return router.failed() ? Termination.FAILURE : Termination.OK;
    } catch (HostException e) {
      err.println("weir router: " + e.getMessage());
      return Termination.FAILURE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Termination.FAILURE;
    }
  }
}
