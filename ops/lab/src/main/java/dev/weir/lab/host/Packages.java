package dev.weir.lab.host;

import dev.weir.lab.LabFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Brings in Debian packages.
public final class Packages {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private Packages() {}

  /// The command an operator could type instead, without the list update before it.
  public static List<String> command(List<String> packages, boolean again) {
    var command =
        new ArrayList<String>(
            List.of(
                "env",
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "install",
                "-y",
                "--no-install-recommends"));
    if (again) {
      command.add("--reinstall");
    }
    command.addAll(packages);
    return List.copyOf(command);
  }

  /// Updates the lists and installs the packages. Whether that helped is to be probed.
  ///
  /// @throws LabFailure when apt-get fails; it says what to type
  public static void install(List<String> packages, boolean again)
      throws LabFailure, InterruptedException {
    Shell.must(LIMIT, List.of("apt-get", "update"));
    Shell.must(LIMIT, command(packages, again));
  }
}
