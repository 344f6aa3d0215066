package dev.weir.cli;

import dev.weir.router.RouterProgram;
import dev.weir.router.RouterProgram.Language;
import dev.weir.router.show.WccpDebug;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `weir router`: the software WCCP router, by a file of our keys or by lines of a Cisco router.
@Command(name = "router", description = "Run the software WCCP router until it is told to stop.")
final class RouterCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  @Option(
      names = "--check",
      description = "Only read the file: exit 0 when it is good, 2 when not.")
  private boolean check;

  @Option(
      names = "--faults-on-demand",
      description = "Let whoever reaches the admin port have it misbehave: see weir fault.")
  private boolean faultsOnDemand;

  @Option(
      names = "--debug",
      split = ",",
      paramLabel = "TOPIC",
      description = "Tell ${COMPLETION-CANDIDATES} as 'debug ip wccp' does, on standard error.")
  private Set<WccpDebug.Topic> debug = EnumSet.noneOf(WccpDebug.Topic.class);

  /// One of the two files.
  private static final class Source {
    @Option(
        names = "--config",
        required = true,
        paramLabel = "FILE",
        description = "Its YAML file; docs/router.md has the keys.")
    private @Nullable Path yaml;

    @Option(
        names = "--ios",
        required = true,
        paramLabel = "FILE",
        description = "Lines of a Cisco router instead; docs/router.md has those it takes.")
    private @Nullable Path ios;
  }

  @Override
  public Integer call() {
    Path ios = source.ios;
    Path file = ios == null ? source.yaml : ios;
    return RouterProgram.run(
        new RouterProgram.Order(
            java.util.Objects.requireNonNull(file, "picocli requires one"),
            ios == null ? Language.YAML : Language.IOS,
            check,
            faultsOnDemand,
            debug),
        System.err);
  }
}
