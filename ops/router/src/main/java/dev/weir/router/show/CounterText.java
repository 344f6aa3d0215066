package dev.weir.router.show;

import org.jspecify.annotations.Nullable;

/// `show ip wccp` and `show ip wccp SERVICE`: the router, and the counters of its services.
///
/// All packets of this router are counted as CEF, the path that IOS calls fast today.
final class CounterText {
  private static final int COLUMN = 45;

  private CounterText() {}

  /// What stands above the services.
  static void router(IosText text, ShowModel.@Nullable Router router, IosStyle style) {
    text.line("Global WCCP information:").line("    Router information:");
    text.field(8, COLUMN, "Router Identifier", router == null ? null : router.id());
    text.field(
        8,
        COLUMN,
        "Protocol Version",
        router == null ? null : ClientText.version(router.version(), style));
    if (style == IosStyle.V15 && router != null && router.sourceInterface() != null) {
      text.field(8, COLUMN, "Configured source-interface", router.sourceInterface());
    }
  }

  static void service(IosText text, ShowModel.Service service, IosStyle style) {
    if (style == IosStyle.V12) {
      old(text, service);
      return;
    }
    text.line("    Service Identifier: " + IosText.value(service.name()));
    members(text, service);
    text.field(8, COLUMN, "Total Packets Redirected", service.redirectedPackets());
    text.field(10, COLUMN, "Process", 0);
    text.field(10, COLUMN, "CEF", service.redirectedPackets());
    text.field(8, COLUMN, "Service mode", "closed".equals(service.mode()) ? "Closed" : "Open");
    text.field(8, COLUMN, "Service Access-list", service.serviceList());
    text.field(8, COLUMN, "Total Packets Dropped Closed", service.droppedPackets());
    refusals(text, service);
    text.field(8, COLUMN, "Total GRE Bypassed Packets Received", service.bypassedPackets());
    text.field(10, COLUMN, "Process", 0);
    text.field(10, COLUMN, "CEF", service.bypassedPackets());
  }

  private static void old(IosText text, ShowModel.Service service) {
    text.line("    Service Identifier: " + IosText.value(service.name()));
    members(text, service);
    text.field(8, COLUMN, "Total Packets s/w Redirected", service.redirectedPackets());
    text.field(10, COLUMN, "Process", 0);
    text.field(10, COLUMN, "Fast", 0);
    text.field(10, COLUMN, "CEF", service.redirectedPackets());
    refusals(text, service);
    text.field(8, COLUMN, "Total Bypassed Packets Received", service.bypassedPackets());
  }

  private static void members(IosText text, ShowModel.Service service) {
    text.field(8, COLUMN, "Number of Service Group Clients", service.usableCaches());
    text.field(8, COLUMN, "Number of Service Group Routers", service.routers().size());
  }

  private static void refusals(IosText text, ShowModel.Service service) {
    text.field(8, COLUMN, "Redirect access-list", service.redirectList());
    text.field(8, COLUMN, "Total Packets Denied Redirect", service.deniedPackets());
    text.field(8, COLUMN, "Total Packets Unassigned", service.unassignedPackets());
    text.field(8, COLUMN, "Group access-list", service.groupList());
    text.field(8, COLUMN, "Total Messages Denied to Group", service.deniedMessages());
    text.field(8, COLUMN, "Total Authentication failures", service.authenticationFailures());
  }
}
