package dev.weir.node.host;

import dev.weir.node.host.HostBefore.Setting;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a node sets on its host, done and undone: the one way for the node itself and for `weir
/// intercept`.
///
/// Blocks its caller; meant for start and stop.
public final class HostSetup {
  private static final String NO_TABLE = "No such file or directory";

  private final HostCommands host;

  /// The setup of the host that these commands reach.
  public HostSetup(HostCommands host) {
    this.host = host;
  }

  /// What the plan's devices were set to before any run of ours, and what an earlier run changed on
  /// others.
  ///
  /// @throws HostRulesFailed when a device of the plan is not there, or nothing may be read
  public HostBefore look(HostPlan plan) throws HostRulesFailed {
    var before = new LinkedHashMap<>(recorded().devices());
    for (String device : plan.plain().devices()) {
      if (!before.containsKey(device) && !device.equals(HostRules.KERNEL_GRE)) {
        before.put(device, setting(device));
      }
    }
    return new HostBefore(before);
  }

  /// Sets everything of the plan; a second time changes nothing. Gives what was there before.
  public HostBefore install(HostPlan plan) throws HostRulesFailed {
    HostBefore before = look(plan);
    host.run(HostRules.install(plan, before));
    return before;
  }

  /// Removes everything and restores what was changed, also after a run that was killed.
  public void remove() throws HostRulesFailed {
    host.runAll(HostRules.remove(recorded()));
  }

  /// Every command that tells what is set, with what it says.
  public Map<HostCommand, String> show(HostPlan plan) throws HostRulesFailed {
    var shown = new LinkedHashMap<HostCommand, String>();
    for (HostCommand command : HostRules.inspection(plan)) {
      shown.put(command, host.read(command));
    }
    return shown;
  }

  private HostBefore recorded() throws HostRulesFailed {
    return HostBefore.recordedIn(
        host.read(
            HostCommand.unlessMissing("nft list table ip " + HostRules.DIVERT_TABLE, NO_TABLE)));
  }

  private Setting setting(String device) throws HostRulesFailed {
    return new Setting(
        number(HostRules.sysctl(device, "forwarding")),
        number(HostRules.sysctl(device, "rp_filter")),
        number(HostRules.sysctl("all", "rp_filter")));
  }

  private int number(String name) throws HostRulesFailed {
    String said = host.read(HostCommand.run("sysctl -n " + name)).strip();
    return said.matches("[0-2]") ? said.charAt(0) - '0' : 0;
  }
}
