package dev.weir.lab.net;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.host.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Makes the planned network; every namespace and file is written down before it is made.
public final class Network {
  private static final Path NAMESPACE_FILES = Path.of("/etc/netns");

  private final StateFolder state;

  /// A network whose parts are written down in the given folder.
  public Network(StateFolder state) {
    this.state = state;
  }

  /// Makes everything of the [Plan].
  ///
  /// @throws LabFailure when a command fails; what was made until then is in the state folder
  public void make() throws LabFailure, InterruptedException {
    try {
      for (String name : Plan.namespaces()) {
        refuseForeign(name);
        state.record(new StateFolder.Made.Namespace(name));
        Shell.must("ip", "netns", "add", name);
        set(name, Plan.settings());
      }
      run(Plan.commands());
      for (LabHost router : Plan.ROUTERS) {
        set(router.namespace(), List.of("net/ipv4/ip_forward=1"));
      }
      for (LabHost host : Plan.resolving()) {
        giveResolver(host);
      }
    } catch (IOException e) {
      throw new LabFailure("cannot write what the network needs: " + e.getMessage(), e);
    }
  }

  /// A namespace of our name that no state folder knows is somebody else's.
  private static void refuseForeign(String name) throws LabFailure {
    if (Files.exists(Path.of("/run/netns", name))) {
      throw new LabFailure(
          "the namespace " + name + " exists and is not the lab's: ip netns del " + name);
    }
  }

  private static void run(List<String> commands) throws LabFailure, InterruptedException {
    for (String command : commands) {
      var words = new ArrayList<String>(List.of("ip"));
      words.addAll(List.of(command.split(" ", -1)));
      Shell.must(Shell.PATIENCE, words);
    }
  }

  private static void set(String namespace, List<String> settings)
      throws LabFailure, InterruptedException {
    var script = new StringBuilder();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      String path = "/proc/sys/" + setting.substring(0, equals);
      script.append("[ ! -e ").append(path).append(" ] || echo ");
      script.append(setting.substring(equals + 1)).append(" > ").append(path).append("; ");
    }
    Shell.must("ip", "netns", "exec", namespace, "sh", "-ec", script.toString());
  }

  private void giveResolver(LabHost host) throws IOException, LabFailure {
    makeFolder(NAMESPACE_FILES);
    Path folder = NAMESPACE_FILES.resolve(host.namespace());
    if (Files.exists(folder)) {
      throw new LabFailure(folder + " exists and is not the lab's: remove it first");
    }
    makeFolder(folder);
    Path file = folder.resolve("resolv.conf");
    state.record(new StateFolder.Made.PathMade(file));
    Files.writeString(file, "nameserver " + Plan.ORIGINS.address() + "\noptions timeout:2\n");
  }

  private void makeFolder(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      state.record(new StateFolder.Made.PathMade(folder));
      Files.createDirectory(folder);
    }
  }
}
