package dev.weir.cli.cluster;

import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.Terminal;
import dev.weir.node.config.value.Ipv4;
import dev.weir.node.peer.identity.ClusterFolder;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `weir cluster`: what makes single nodes a cluster.
@Command(name = "cluster", description = "Make what the nodes of a cluster know each other by.")
public final class ClusterCommand implements Runnable {
  @Mixin private final Terminal terminal = new Terminal();

  @Override
  public void run() {
    throw terminal.subcommandMissing();
  }

  @Command(
      description = {
        "Make the cluster's authority, its secret, and for each node a folder with its"
            + " certificate, its key, ca.crt and cluster.secret.",
        "What is there stays; so a node is added later by naming it alone."
      })
  int init(
      @Option(
              names = "--dir",
              defaultValue = "weir-cluster",
              paramLabel = "FOLDER",
              description = "Where; weir-cluster if not said. Keep its ca.key off the nodes.")
          Path folder,
      @Option(
              names = "--name",
              defaultValue = "weir",
              paramLabel = "NAME",
              description = "The cluster's name, as in cluster.name.")
          String name,
      @Option(
              names = "--node",
              paramLabel = "ADDRESS",
              split = ",",
              description = "The node.address of a node; once for each.")
          @Nullable List<String> nodes,
      @Option(names = "--renew", description = "Give these nodes new certificates and keys.")
          boolean renew) {
    List<Inet4Address> addresses = addresses(nodes == null ? List.of() : nodes);
    var now = InstantSource.system().instant();
    try {
      var cluster = ClusterFolder.open(folder, name, now);
      terminal.print(
          "authority "
              + cluster.authority().certificate().getSubjectX500Principal().getName()
              + " until "
              + cluster.authority().certificate().getNotAfter().toInstant());
      for (Inet4Address node : addresses) {
        var made = cluster.add(node, renew, now);
        terminal.print("node " + node.getHostAddress() + " " + cluster.of(node) + " " + word(made));
      }
      return ExitCode.OK;
    } catch (IOException e) {
      return terminal.complain(ExitCode.FAILURE, String.valueOf(e.getMessage()));
    }
  }

  private static String word(ClusterFolder.Made made) {
    return switch (made) {
      case NEW -> "made";
      case KEPT -> "was there";
      case RENEWED -> "renewed";
    };
  }

  private List<Inet4Address> addresses(List<String> texts) {
    var addresses = new ArrayList<Inet4Address>();
    for (String text : texts) {
      try {
        addresses.add(Ipv4.parse(text));
      } catch (IllegalArgumentException e) {
        throw terminal.misused("--node: " + e.getMessage());
      }
    }
    return addresses;
  }
}
