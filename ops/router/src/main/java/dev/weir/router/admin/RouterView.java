package dev.weir.router.admin;

import dev.weir.node.admin.AdminPages;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.router.control.GroupDriver;
import dev.weir.router.control.WccpJournal;
import dev.weir.router.packet.PacketCounts;
import dev.weir.router.packet.Verdict;
import dev.weir.router.telemetry.RouterMetric;
import dev.weir.wccp.message.Security;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.router.RouterSnapshot;
import java.net.Inet4Address;
import java.util.List;
import java.util.Map;

/// What can be read of a running router, by any thread: as a page and as metrics.
///
/// @param security how the messages of each group are authenticated
public record RouterView(
    Inet4Address router,
    List<GroupDriver> groups,
    Map<ServiceGroup, Security> security,
    PacketCounts counts,
    WccpJournal journal) {
  public RouterView {
    groups = List.copyOf(groups);
    security = Map.copyOf(security);
  }

  /// Adds the pages that only a router has.
  public AdminPages addTo(AdminPages pages) {
    return pages.route(
        "/v1/wccp",
        "The service groups: their caches, the table in force, packets counted.",
        () -> WccpReport.of(router, groups.stream().map(this::service).toList()));
  }

  /// Registers what is counted elsewhere and read at each scrape.
  public void addTo(Telemetry telemetry) {
    telemetry.counted(RouterMetric.REDIRECTED, counts::redirected);
    for (Verdict.Forward reason : Verdict.Forward.values()) {
      telemetry.counted(
          RouterMetric.FORWARDED, () -> counts.forwarded(reason), reason.label());
    }
    telemetry.counted(RouterMetric.LOST, counts::lostToCache, "to-cache");
    telemetry.counted(RouterMetric.LOST, counts::lostToNetwork, "to-network");
    for (GroupDriver group : groups) {
      String service = group.snapshot().service().group().displayName();
      telemetry.gauge(
          RouterMetric.CACHES_USABLE, () -> WccpReport.usable(group.snapshot()), service);
      telemetry.gauge(
          RouterMetric.BUCKETS_ASSIGNED,
          () -> group.snapshot().assignment().assignedCount(),
          service);
    }
  }

  private WccpReport.Service service(GroupDriver driver) {
    RouterSnapshot state = driver.snapshot();
    return new WccpReport.Service(
        state,
        security.getOrDefault(state.service().group(), Security.NONE),
        counts,
        journal.authenticationFailures());
  }
}
