package dev.weir.cli.drill;

import dev.weir.cli.show.AdminClient.Reply;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.NodeAdmin;
import dev.weir.cli.terminal.Terminal;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.yaml.Loading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weir drill`: tells how a fault is made on purpose, and begins those that a node makes itself.
@Command(
    name = "drill",
    description =
        "Practise a fault: what to do, what to expect, how to watch and undo it. Nothing is done"
            + " without --yes.")
public final class DrillCommand implements Callable<Integer> {
  private static final Path USUAL = Path.of("/etc/weir/node.yaml");

  @Mixin private final Terminal terminal = new Terminal();
  @Mixin private final NodeAdmin admin = new NodeAdmin();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which one; without it: a list.")
  private @Nullable String name;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The node's YAML file, for the figures; without it /etc/weir/node.yaml, else the"
              + " defaults.")
  private @Nullable Path file;

  @Option(names = "--yes", description = "Begin it, where a node can do so itself.")
  private boolean yes;

  @Override
  public Integer call() {
    if (name == null) {
      if (yes) {
        throw terminal.misused("--yes begins one drill: name it.");
      }
      return terminal.print(DrillText.list());
    }
    Drill drill = drill(name);
    return yes ? begin(drill) : tell(drill);
  }

  private Drill drill(String word) {
    try {
      return Drill.of(word);
    } catch (IllegalArgumentException e) {
      throw terminal.misused(String.valueOf(e.getMessage()));
    }
  }

  private int tell(Drill drill) {
    Path from = file != null ? file : USUAL;
    if (file == null && !Files.isReadable(USUAL)) {
      return told(drill, Figures.DEFAULTS, "a node with the defaults; --config FILE has its own");
    }
    return switch (NodeConfig.load(from, System.getenv())) {
      case Loading.Refused<NodeConfig>(var problems) -> {
        problems.forEach(problem -> terminal.say(problem.toString()));
        yield ExitCode.USAGE;
      }
      case Loading.Loaded<NodeConfig>(NodeConfig config, _) ->
          told(drill, Figures.of(config), from + ", as far as its routers agree to T");
    };
  }

  private int told(Drill drill, Figures figures, String from) {
    return terminal.print(DrillText.of(drill, Playbook.of(drill, figures), from));
  }

  private int begin(Drill drill) {
    if (drill.act().isEmpty()) {
      throw terminal.misused(
          "no node does %s itself: 'weir drill %s' has the line to type."
              .formatted(drill.word(), drill.word()));
    }
    Script script = Playbook.of(drill, Figures.DEFAULTS);
    return switch (admin.client().post(drill.act().get())) {
      case Reply.Page _ ->
          terminal.print(
              "begun\nwatch: " + String.join("; ", script.watch()) + "\nundo: " + script.undo());
      case Reply.Refused refused ->
          terminal.complain(
              ExitCode.FAILURE,
              refused.from()
                  + " answered "
                  + refused.status()
                  + (refused.status() == 403
                      ? ". It does so for its own host only: run this there."
                      : ". Is it a Weir node?"));
      case Reply.Unreachable nobody -> terminal.unreachable("node", nobody);
    };
  }
}
