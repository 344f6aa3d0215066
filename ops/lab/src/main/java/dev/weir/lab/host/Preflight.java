package dev.weir.lab.host;

import java.util.List;

/// Decides, before anything is made, whether and how a lab may start here. Pure.
public final class Preflight {
  /// What to do.
  public sealed interface Decision {
    /// Start.
    record Go() implements Decision {}

    /// Ask apt-get for packages, then look again.
    ///
    /// @param packages their names
    /// @param again whether they are to be unpacked anew although they count as installed
    record Install(List<String> packages, boolean again) implements Decision {}

    /// Start again in a user namespace.
    record Reenter() implements Decision {}

    /// Do not start, and say why and what helps.
    record Refuse(String sentence) implements Decision {}
  }

  private Preflight() {}

  /// The decision for a situation.
  public static Decision decide(Situation now) {
    if (!now.root() && !now.namespacesWork()) {
      return new Decision.Refuse(
          "the lab makes network namespaces, which needs root here: sudo ./weir lab");
    }
    if (now.tun() == Situation.Tun.MISSING) {
      return new Decision.Refuse(
          "there is no /dev/net/tun, which router and nodes need; as root: modprobe tun");
    }
    if (now.tun() == Situation.Tun.DENIED) {
      return new Decision.Refuse(
          "/dev/net/tun may not be opened by this user, and router and nodes need it:"
              + " sudo ./weir lab");
    }
    if (!now.missing().isEmpty()) {
      return missing(now);
    }
    return now.root() ? new Decision.Go() : new Decision.Reenter();
  }

  private static Decision missing(Situation now) {
    boolean mayInstall = now.root() && !now.inside() && now.debian();
    if (mayInstall && now.installTries() == 0) {
      return new Decision.Install(packages(now), false);
    }
    if (mayInstall && now.installTries() == 1) {
      return new Decision.Install(packages(now), true);
    }
    String what =
        now.installTries() > 0
            ? "still missing after the installation: " + Need.things(now.missing())
            : "missing: " + Need.things(now.missing());
    String reinstall = now.installTries() > 0 ? "--reinstall " : "";
    String help =
        now.debian()
            ? "apt-get update && apt-get install -y --no-install-recommends "
                + reinstall
                + Need.packages(now.missing())
            : "install the packages that bring them (on Debian: "
                + Need.packages(now.missing())
                + ")";
    return new Decision.Refuse(what + "; as root: " + help);
  }

  private static List<String> packages(Situation now) {
    return now.missing().stream().map(Need::debianPackage).toList();
  }
}
