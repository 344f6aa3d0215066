package dev.weir.cli.plan;

import dev.weir.cli.plan.PlanText.Compared;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.Output;
import dev.weir.cli.terminal.Progress;
import dev.weir.cli.terminal.Terminal;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.ServiceConfig;
import dev.weir.node.config.yaml.Loading;
import dev.weir.wccp.assignment.MaskSet.Mask;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `weir plan`: what would come of a deployment, by traffic that was seen.
@Command(name = "plan", description = "What would come of a deployment, by traffic that was seen.")
public final class PlanCommand implements Runnable {
  private static final int NODES_MAX = 32;
  private static final int NODES = 3;
  private static final List<Integer> MAGICS =
      List.of(0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1, 0x0a0d0d0a);

  @Mixin private final Terminal terminal = new Terminal();

  @Override
  public void run() {
    throw terminal.subcommandMissing();
  }

  /// What is divided among whom.
  private record Question(List<ServiceConfig> services, Optional<Mask> mask, int nodes) {}

  @Command(
      description =
          "How evenly nodes would share traffic, by the hash and by masks, and weights that help.")
  int buckets(
      @Option(
              names = "--from",
              required = true,
              paramLabel = "FILE",
              description =
                  "An access log (squid, combined or json) or a capture (pcap, pcapng); - is the"
                      + " standard input.")
          String from,
      @Option(
              names = "--nodes",
              paramLabel = "N",
              description = "So many nodes; without it those of the file, else 3.")
          @Nullable Integer nodes,
      @Option(
              names = "--config",
              paramLabel = "FILE",
              description = "A node's YAML file, for its services, mask and members.")
          @Nullable Path config,
      @Mixin Output output) {
    Question question = question(config, nodes);
    var observed = new Observed(question.services());
    try (InputStream in = open(from)) {
      observe(in, observed).forEach(it -> terminal.say("weir: " + from + ": " + it));
    } catch (IOException e) {
      return terminal.complain(
          ExitCode.FAILURE, "cannot read " + from + ": " + e + ". Is it there, and yours to read?");
    }
    return print(question, observed, output);
  }

  private int print(Question question, Observed observed, Output output) {
    var compared = new ArrayList<Compared>();
    observed
        .services()
        .forEach((service, traffic) ->
            compared.add(
                Compared.of(
                    service.group().displayName(),
                    traffic,
                    Way.all(Observed.hash(service), question.mask()),
                    question.nodes())));
    if (compared.stream().allMatch(it -> it.requests() == 0)) {
      return terminal.complain(
          ExitCode.FAILURE,
          "nothing in it belongs to a service (%d other lines or packets). --config names services;"
                  .formatted(observed.others())
              + " a log is of squid, combined or json form; of a capture only connections count"
              + " that begin in it.");
    }
    String json =
        JsonMapper.shared()
            .writeValueAsString(
                Map.of(
                    "nodes",
                    question.nodes(),
                    "services",
                    compared.stream().map(PlanText::tree).toList()));
    String text =
        question.nodes()
            + " nodes\n"
            + compared.stream().map(PlanText::of).collect(Collectors.joining("\n"))
            + notes(observed);
    return terminal.print(output.format().of(json, _ -> Optional.of(text)).orElseThrow());
  }

  private static String notes(Observed observed) {
    return (observed.byName() > 0
            ? "Of %d requests no line says the address: placed by name.%n"
                .formatted(observed.byName())
            : "")
        + (observed.others() > 0 ? observed.others() + " other lines or packets.\n" : "");
  }

  private Question question(@Nullable Path file, @Nullable Integer nodes) {
    if (nodes != null && (nodes < 1 || nodes > NODES_MAX)) {
      throw terminal.misused("--nodes is 1 to 32");
    }
    if (file == null) {
      return new Question(
          List.of(ServiceConfig.WEB_CACHE), Optional.empty(), nodes == null ? NODES : nodes);
    }
    return switch (NodeConfig.load(file, System.getenv())) {
      case Loading.Refused<NodeConfig>(var problems) ->
          throw terminal.misused(problems.getFirst().toString());
      case Loading.Loaded<NodeConfig>(NodeConfig config, _) ->
          new Question(
              config.wccp().services(),
              Optional.of(config.wccp().mask()),
              nodes == null ? Math.max(1, config.cluster().members().size()) : nodes);
    };
  }

  private InputStream open(String from) throws IOException {
    if (from.equals("-")) {
      return new BufferedInputStream(System.in);
    }
    Path file = Path.of(from);
    return new BufferedInputStream(
        Progress.of(terminal, Files.newInputStream(file), Files.size(file)));
  }

  /// Gives what is wrong with a capture; of a log each line stands for itself.
  private static List<String> observe(InputStream in, Observed observed) throws IOException {
    in.mark(Integer.BYTES);
    byte[] head = in.readNBytes(Integer.BYTES);
    in.reset();
    boolean capture =
        head.length == Integer.BYTES && MAGICS.contains(java.nio.ByteBuffer.wrap(head).getInt());
    if (capture) {
      return observed.capture(in);
    }
    observed.log(in);
    return List.of();
  }
}
