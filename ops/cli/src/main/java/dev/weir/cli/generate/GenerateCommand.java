package dev.weir.cli.generate;

import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.Terminal;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.value.Ipv4;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.yaml.Loading;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// `weir generate`: writes for an operator what follows from a node's file.
@Command(name = "generate", description = "Write what follows from a node's file.")
public final class GenerateCommand implements Runnable {
  private static final String FOR =
      "The family of the router: ios, ios-11, ios-xe, nx-os, asa, fortios, policy-routing.";

  @Mixin private final Terminal terminal = new Terminal();

  /// The router's own names, and whom it serves.
  static final class Site {
    @Option(
        names = "--clients",
        split = ",",
        paramLabel = "PREFIX",
        description = "Whose packets are diverted; without it everybody's.")
    private List<String> clients = List.of();

    @Option(
        names = "--caches",
        split = ",",
        paramLabel = "ADDRESS",
        description = "The caches, where they are not those of the file (cluster.members).")
    private List<String> caches = List.of();

    @Option(
        names = "--clients-interface",
        paramLabel = "NAME",
        description = "The router's interface at which clients are.")
    private @Nullable String clientsAt;

    @Option(
        names = "--caches-interface",
        paramLabel = "NAME",
        description = "That at which the caches are.")
    private @Nullable String cachesAt;

    @Option(
        names = "--origins-interface",
        paramLabel = "NAME",
        description = "That by which packets leave for the origins.")
    private @Nullable String originsAt;

    @Option(
        names = "--source-interface",
        paramLabel = "NAME",
        description = "That whose address is the router's id, such as Loopback0.")
    private @Nullable String source;

    @Option(
        names = "--reveal",
        description = "Write the password; without it the word PASSWORD stands for it.")
    private boolean reveal;
  }

  /// Reads a family as it is written.
  static final class FamilyReading implements ITypeConverter<Family> {
    @Override
    public Family convert(String text) {
      try {
        return Family.of(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  @Override
  public void run() {
    throw terminal.subcommandMissing();
  }

  @Command(
      name = "router-config",
      description = "The lines by which a router diverts packets to the caches of a node's file.")
  int routerConfig(
      @Option(
              names = "--for",
              required = true,
              paramLabel = "FAMILY",
              converter = FamilyReading.class,
              description = FOR)
          Family family,
      @Option(
              names = "--config",
              defaultValue = "/etc/weir/node.yaml",
              paramLabel = "FILE",
              description = "The node's YAML file; without it ${DEFAULT-VALUE}.")
          Path file,
      @Mixin Site site) {
    return switch (NodeConfig.load(file, System.getenv())) {
      case Loading.Refused<NodeConfig>(var problems) -> {
        problems.forEach(problem -> terminal.say(problem.toString()));
        yield ExitCode.USAGE;
      }
      case Loading.Loaded<NodeConfig>(NodeConfig config, _) -> {
        Plan plan = plan(config, family, site);
        Optional<String> refusal = family.refusal(plan);
        yield refusal.isPresent()
            ? terminal.complain(ExitCode.FINDINGS, family.word() + ": " + refusal.get() + ".")
            : terminal.print(family.lines(plan));
      }
    };
  }

  private Plan plan(NodeConfig config, Family family, Site site) {
    Plan plan = Plan.of(config, prefixes(site.clients), places(family, site), site.reveal);
    return site.caches.isEmpty() ? plan : plan.among(addresses(site.caches));
  }

  private List<Inet4Address> addresses(List<String> texts) {
    try {
      return texts.stream().map(Ipv4::parse).toList();
    } catch (IllegalArgumentException e) {
      throw terminal.misused("--caches: " + e.getMessage());
    }
  }

  private static Plan.Places places(Family family, Site site) {
    List<String> usual = family.interfaces();
    return new Plan.Places(
        site.clientsAt == null ? usual.get(0) : site.clientsAt,
        site.cachesAt == null ? usual.get(1) : site.cachesAt,
        site.originsAt == null ? usual.get(2) : site.originsAt,
        Optional.ofNullable(site.source));
  }

  private List<Prefix> prefixes(List<String> texts) {
    var prefixes = new ArrayList<Prefix>();
    for (String text : texts) {
      prefixes.add(
          Prefix.parse(text)
              .orElseThrow(
                  () -> terminal.misused("--clients: not a prefix such as 10.0.1.0/24: " + text)));
    }
    return prefixes;
  }
}
