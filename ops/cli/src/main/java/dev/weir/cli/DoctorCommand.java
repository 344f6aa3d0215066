package dev.weir.cli;

import dev.weir.cli.doctor.DoctorReport;
import dev.weir.cli.show.AdminAddress;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.Format;
import dev.weir.cli.terminal.Output;
import dev.weir.cli.terminal.Sidecar;
import dev.weir.cli.terminal.Terminal;
import dev.weir.node.doctor.Diagnosis;
import dev.weir.node.doctor.Finding;
import dev.weir.node.doctor.probe.Examination;
import dev.weir.node.host.HostCommand;
import dev.weir.node.host.HostCommands;
import dev.weir.node.host.HostRulesFailed;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `weir doctor`: says at which hop packets are lost on this host, why, and what mends it.
@Command(
    name = "doctor",
    description =
        "Follow a packet through this host: where is it lost, why, and what mends it. Exit 0:"
            + " nothing found, 4: findings.")
final class DoctorCommand implements Callable<Integer> {
  @Mixin private final Terminal terminal = new Terminal();
  @Mixin private final Sidecar sidecar = new Sidecar();
  @Mixin private final Output output = new Output();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "/etc/weir/node.yaml",
      description = "The node's YAML file; without it ${DEFAULT-VALUE}.")
  private Path config = Path.of("/etc/weir/node.yaml");

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      description = "Where the node's admin port is; without it where its file says.")
  private @Nullable AdminAddress admin;

  @Option(
      names = "--client",
      paramLabel = "ADDRESS",
      description =
          "A client that opens pages meanwhile: the way back to it is looked at, and packets that"
              + " do not come are a finding. May be repeated.")
  private List<String> clients = List.of();

  @Option(names = "--fix", description = "Run the command that mends the first finding, no more.")
  private boolean fix;

  @Override
  public Integer call() throws InterruptedException {
    var facts =
        new Examination(config, sidecar.address(), adminAddress(), clientAddresses()).gather();
    var diagnosis = Diagnosis.of(facts);
    boolean followed = !clients.isEmpty();
    terminal.print(
        switch (output.format()) {
          case TABLE -> DoctorReport.text(diagnosis, followed);
          case WIDE -> DoctorReport.wide(diagnosis, followed);
          case JSON -> DoctorReport.json(diagnosis, followed);
          case YAML -> Format.yaml(DoctorReport.json(diagnosis, followed));
        });
    if (fix && diagnosis.first().isPresent()) {
      return mend(diagnosis.first().get());
    }
    return diagnosis.findings().isEmpty() ? ExitCode.OK : ExitCode.FINDINGS;
  }

  /// What was done is told beside the report, so that JSON stays JSON.
  private int mend(Finding finding) {
    List<HostCommand> commands = finding.cause().commands();
    if (commands.isEmpty()) {
      terminal.say("weir doctor: " + finding.check().code() + " cannot be mended from here");
      return ExitCode.FINDINGS;
    }
    try {
      for (HostCommand command : commands) {
        terminal.say("weir doctor: " + command);
        new HostCommands().run(List.of(command));
      }
      terminal.say("weir doctor: done; look again");
      return ExitCode.FINDINGS;
    } catch (HostRulesFailed e) {
      terminal.say("weir doctor: " + e.getMessage());
      return ExitCode.FAILURE;
    }
  }

  private Optional<InetSocketAddress> adminAddress() {
    if (admin == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new InetSocketAddress(InetAddress.getByName(admin.host()), admin.port()));
    } catch (UnknownHostException e) {
      throw terminal.misused("--admin: " + e.getMessage());
    }
  }

  private Set<String> clientAddresses() {
    for (String client : clients) {
      if (!client.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
        throw terminal.misused("--client: not an IPv4 address: " + client);
      }
    }
    return Set.copyOf(clients);
  }
}
