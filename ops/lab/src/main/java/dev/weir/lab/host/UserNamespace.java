package dev.weir.lab.host;

import dev.weir.lab.LabFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts the lab again in a user namespace of its own, for people who are not root.
///
/// There it is not user 0 but keeps every capability: as user 0 tcpdump would try to become
/// somebody else, and there is nobody else in such a namespace.
///
/// Inside, `/run` is empty and `/etc` is a copy, so that namespaces and their resolvers can be made
/// without touching the machine; all of it vanishes with the last process.
public final class UserNamespace {
  /// The command that enters one, to be followed by what is to run there.
  static final List<String> ENTER =
      List.of("unshare", "-Unm", "--map-user=1000", "--map-group=1000", "--keep-caps");

  private static final String PREPARE_AND_BECOME =
      "mount -t tmpfs tmpfs /run && mkdir /run/etc"
          + " && { cp -a /etc/. /run/etc/ 2>/dev/null; mount --bind /run/etc /etc; }"
          + " && exec \"$@\"";
  private static final long END_SECONDS = 20;

  private UserNamespace() {}

  /// Runs the command inside and gives its exit status. A signal to end is passed on.
  public static int run(List<String> command) throws LabFailure, InterruptedException {
    var line = new ArrayList<>(ENTER);
    line.addAll(List.of("sh", "-c", PREPARE_AND_BECOME, "weir-lab"));
    line.addAll(command);
    var builder = new ProcessBuilder(line).inheritIO();
    builder.environment().put(Probes.INSIDE, "1");
    Process inner;
    try {
      inner = builder.start();
    } catch (IOException e) {
      throw new LabFailure("cannot enter a user namespace: " + e.getMessage(), e);
    }
    var hook = new Thread(() -> end(inner), "end-inner-lab");
    Runtime.getRuntime().addShutdownHook(hook);
    int exit = inner.waitFor();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      return exit; // the JVM is ending already, and the hook with it
    }
    return exit;
  }

  private static void end(Process inner) {
    inner.destroy();
    try {
      if (!inner.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        inner.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
