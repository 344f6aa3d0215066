package dev.weir.router.admin;

import dev.weir.node.admin.AdminPages;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.router.config.RouterConfig;
import dev.weir.router.config.TrafficRules;
import dev.weir.router.control.GroupDriver;
import dev.weir.router.control.RouterJournal;
import dev.weir.router.host.TrafficCounts;
import dev.weir.router.packet.PacketCounts;
import dev.weir.router.packet.ReturnVerdict;
import dev.weir.router.packet.ServiceTraffic;
import dev.weir.router.packet.Verdict;
import dev.weir.router.telemetry.RouterMetric;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/// What can be read of a running router, by any thread: as a page and as metrics.
public final class RouterView {
  private final InetAddress router;
  private final List<GroupDriver> groups;
  private final RouterConfig config;
  private final InstantSource clock;
  private final PacketCounts counts;
  private final Counted counted;

  /// The registry of metrics refers to these weakly; they must live as long as the router.
  private final List<DoubleSupplier> counters = new ArrayList<>();

  /// Who counts what.
  ///
  /// @param packets what was diverted
  /// @param traffic what was filtered and routed by policy
  /// @param messages what caches sent
  public record Counted(PacketCounts packets, TrafficCounts traffic, RouterJournal messages) {}

  /// A view; the groups are in the order of the configuration.
  public RouterView(
      RouterConfig config,
      InetAddress router,
      List<GroupDriver> groups,
      Counted counted,
      InstantSource clock) {
    this.clock = clock;
    this.router = router;
    this.groups = List.copyOf(groups);
    this.config = config;
    this.counts = counted.packets();
    this.counted = counted;
  }

  /// Adds the pages that only a router has.
  public AdminPages addTo(AdminPages pages) {
    return pages.route(
        "/v1/wccp",
        "The service groups: their caches, the table in force, packets counted.",
        () ->
            WccpReport.of(
                router,
                config,
                IntStream.range(0, groups.size()).mapToObj(this::service).toList(),
                new InterfaceReport(
                    config.traffic(), counted.traffic()::denied, counted.traffic()::routed)));
  }

  /// Registers what is counted elsewhere and read at each scrape.
  public void addTo(Telemetry telemetry) {
    count(telemetry, RouterMetric.REDIRECTED, counts::redirected);
    for (Verdict.Forward reason : Verdict.Forward.values()) {
      count(telemetry, RouterMetric.FORWARDED, () -> counts.forwarded(reason), reason.label());
    }
    count(telemetry, RouterMetric.DROPPED, counts::dropped);
    for (ReturnVerdict verdict : ReturnVerdict.values()) {
      count(telemetry, RouterMetric.RETURNED, () -> counts.returned(verdict), verdict.label());
    }
    count(telemetry, RouterMetric.LOST, counts::lostToCache, "to-cache");
    count(telemetry, RouterMetric.LOST, counts::lostToNetwork, "to-network");
    for (int i = 0; i < groups.size(); i++) {
      addTraffic(telemetry, i);
    }
    addRules(telemetry);
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

  private void addTraffic(Telemetry telemetry, int index) {
    String service = groups.get(index).serves().displayName();
    Map<String, ToLongFunction<ServiceTraffic>> fates =
        Map.of(
            "redirected", ServiceTraffic::redirected,
            "denied", ServiceTraffic::denied,
            "unassigned", ServiceTraffic::unassigned,
            "dropped", ServiceTraffic::dropped,
            "bypassed", ServiceTraffic::bypassed);
    fates.forEach((fate, value) ->
        count(
            telemetry,
            RouterMetric.SERVICE_PACKETS,
            () -> value.applyAsLong(counts.service(index)),
            service,
            fate));
  }

  private void addRules(Telemetry telemetry) {
    TrafficRules rules = config.traffic();
    for (int i = 0; i < rules.filters().size(); i++) {
      int filter = i;
      TrafficRules.Filter it = rules.filters().get(i);
      count(
          telemetry,
          RouterMetric.ACCESS_DENIED,
          () -> counted.traffic().denied(filter),
          it.device(),
          it.direction().name().toLowerCase(Locale.ROOT));
    }
    for (int i = 0; i < rules.policies().size(); i++) {
      int policy = i;
      count(
          telemetry,
          RouterMetric.POLICY_ROUTED,
          () -> counted.traffic().routed(policy),
          rules.policies().get(i).map().name());
    }
  }

  private void count(
      Telemetry telemetry, RouterMetric row, DoubleSupplier value, String... labels) {
    counters.add(value);
    telemetry.counted(row, value, labels);
  }

  private WccpReport.Service service(int index) {
    GroupDriver driver = groups.get(index);
    return new WccpReport.Service(
        config.router().version(),
        config.services().get(index),
        driver.snapshot(),
        counters(index),
        clock.instant());
  }

  /// What is counted of a service, by its place in the configuration.
  private ServiceCounters counters(int index) {
    return new ServiceCounters(
        counts.service(index),
        counts.sentTo(index),
        counts.forwarded(Verdict.Forward.FROM_CACHE),
        groups.get(index).deniedToGroup(),
        counted.messages().authenticationFailures(groups.get(index).serves()));
  }
}
