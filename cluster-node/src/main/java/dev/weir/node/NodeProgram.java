package dev.weir.node;

import dev.weir.node.admin.Readiness;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.Problem;
import dev.weir.node.life.Hangup;
import dev.weir.node.life.HostException;
import dev.weir.node.life.LogLevel;
import dev.weir.node.life.Systemd;
import dev.weir.node.life.Termination;
import dev.weir.node.reload.Reading;
import dev.weir.node.reload.Written;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
    var reading = new Reading(configFile, System.getenv(), sidecar);
    return switch (reading.read()) {
      case Loading.Refused<Written>(List<Problem> problems) -> {
        problems.forEach(err::println);
        yield Termination.USAGE;
      }
      case Loading.Loaded<Written>(Written written, List<Problem> warnings) -> {
        warnings.forEach(err::println);
        LogLevel.set(written.config().log().level());
        var termination = new Termination(written.config().cluster().changes().drain());
        termination.listen();
        yield termination.end(serve(reading, written, termination, err));
      }
    };
  }

  private static int serve(
      Reading reading, Written written, Termination termination, PrintStream err) {
    try (var systemd = Systemd.ours();
        Node node = Node.start(reading, written, termination::giveUp)) {
      systemd.ready();
      node.follow(view -> systemd.alive(said(view)));
      Hangup.listen(() -> systemd.whileReloading(node::reload));
      termination.await();
      systemd.stopping();
      return termination.reason();
    } catch (HostException e) {
      err.println("weir node: " + e.getMessage());
      return Termination.FAILURE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Termination.FAILURE;
    }
  }

  private static String said(Readiness.View view) {
    return view.ready() ? "ready" : "not ready: " + String.join("; ", view.reasons());
  }
}
