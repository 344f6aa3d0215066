package dev.weir.node;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.Problem;
import dev.weir.node.host.HostBefore;
import dev.weir.node.host.HostCommands;
import dev.weir.node.host.HostPlan;
import dev.weir.node.host.HostRules;
import dev.weir.node.host.HostRulesFailed;
import dev.weir.node.host.HostSetup;
import dev.weir.node.life.Termination;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The program behind `weir intercept`: prints, sets or removes by hand what a node sets at its
/// start and removes at its stop, by the same code.
public final class InterceptProgram {
  /// What is to be done.
  public enum Verb {
    /// Print every command, do nothing.
    PLAN,
    /// Set everything; a second time changes nothing.
    INSTALL,
    /// Remove everything, also what a killed node left.
    REMOVE,
    /// Print what is set.
    SHOW
  }

  private final HostCommands host;
  private final HostSetup setup;
  private final HostPlan plan;
  private final PrintStream out;

  private InterceptProgram(HostCommands host, HostPlan plan, PrintStream out) {
    this.host = host;
    this.setup = new HostSetup(host);
    this.plan = plan;
    this.out = out;
  }

  /// Does it for the node of this configuration, and of a sidecar that is named beside it, on the
  /// host that these commands reach.
  ///
  /// @return [Termination#OK], [Termination#FAILURE] or [Termination#USAGE]
  public static int run(
      Verb verb,
      Path configFile,
      Optional<ListenAddress> sidecar,
      HostCommands host,
      PrintStream out,
      PrintStream err) {
    return switch (NodeConfig.load(configFile, System.getenv(), sidecar)) {
      case Loading.Refused<NodeConfig>(List<Problem> problems) -> {
        problems.forEach(err::println);
        yield Termination.USAGE;
      }
      case Loading.Loaded<NodeConfig>(NodeConfig config, List<Problem> warnings) -> {
        warnings.forEach(err::println);
        if (!config.diverts()) {
          out.println("# No packets are diverted to this node: nothing is set on the host.");
          yield Termination.OK;
        }
        try {
          new InterceptProgram(host, HostPlan.of(config), out).run(verb);
          yield Termination.OK;
        } catch (HostRulesFailed e) {
          err.println("weir intercept: " + e.getMessage());
          yield Termination.FAILURE;
        }
      }
    };
  }

  private void run(Verb verb) throws HostRulesFailed {
    switch (verb) {
      case PLAN -> plan();
      case INSTALL -> install();
      case REMOVE -> remove();
      case SHOW -> show();
    }
  }

  /// Everything that is a comment to a shell begins with `#`.
  private void plan() throws HostRulesFailed {
    HostBefore before = setup.look(plan);
    out.println("# Set when a node starts, or by 'weir intercept install':");
    changes(before);
    HostRules.makeDevices(plan).forEach(out::println);
    HostRules.install(plan, before).forEach(out::println);
    out.println("# Removed when it stops, or by 'weir intercept remove':");
    HostRules.remove(before).forEach(command -> out.println(commented(command.toString())));
    HostRules.removeDevices(plan).forEach(command -> out.println(commented(command.toString())));
  }

  private static String commented(String text) {
    return "#   " + text.replace("\n", "\n#   ");
  }

  private void changes(HostBefore before) {
    for (String change : before.changes(plan)) {
      out.println("# changes a device that is not the node's own, until it is removed: " + change);
    }
  }

  private void install() throws HostRulesFailed {
    host.run(HostRules.makeDevices(plan));
    changes(setup.install(plan));
    out.println("Set. 'weir intercept show' prints it, 'weir intercept remove' removes it.");
  }

  private void remove() throws HostRulesFailed {
    host.run(HostRules.removeDevices(plan));
    setup.remove();
    out.println("Removed.");
  }

  private void show() throws HostRulesFailed {
    setup
        .show(plan)
        .forEach((command, said) -> {
          out.println("# " + command);
          out.println(said.isBlank() ? "nothing" : said.stripTrailing());
        });
  }
}
