package dev.weir.router.admin;

import dev.weir.node.page.PartPage;
import dev.weir.router.acl.AccessList;
import dev.weir.router.config.RouterConfig;
import dev.weir.router.config.ServiceConfig;
import dev.weir.router.packet.ServiceTraffic;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Agreement;
import dev.weir.wccp.router.RouterSnapshot;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /v1/wccp`: what `show ip wccp` of a router would tell (§7.3).
///
/// A tree of maps, lists, text, numbers and nulls, keys in the order they are shown.
public final class WccpReport {
  /// So many HERE_I_AM without a receive id are no accident: one may have crossed our first answer.
  private static final int MISSES_MAX = 2;

  private WccpReport() {}

  /// One service group at one moment.
  ///
  /// @param version of WCCP: 1 or 2
  public record Service(
      int version,
      ServiceConfig config,
      RouterSnapshot state,
      ServiceCounters counters,
      Instant now) {}

  /// The report of the router with this id.
  public static Map<String, @Nullable Object> of(
      InetAddress router, RouterConfig config, List<Service> services, InterfaceReport interfaces) {
    var report = new LinkedHashMap<String, @Nullable Object>();
    report.put(
        "router",
        Map.of("id", router.getHostAddress(), "version", config.router().version() + ".0"));
    report.put("services", services.stream().map(WccpReport::service).toList());
    report.put(
        "interfaces",
        config.interfaces().entrySet().stream()
            .map(entry -> interfaces.of(entry.getKey(), entry.getValue()))
            .toList());
    return report;
  }

  private static Map<String, @Nullable Object> service(Service service) {
    RouterSnapshot state = service.state();
    ServiceCounters counters = service.counters();
    ServiceTraffic traffic = counters.traffic();
    ServiceGroup group = state.service().group();
    AssignmentKey key = state.key().orElse(null);
    var shown = new LinkedHashMap<String, @Nullable Object>();
    shown.put("name", group.displayName());
    shown.put("type", group.type().name().toLowerCase(Locale.ROOT));
    shown.put("id", group.id());
    shown.put("priority", state.service().priority());
    shown.put("protocol", state.service().protocol());
    shown.put("flags", state.service().flags());
    shown.put("ports", state.service().ports());
    shown.put("routers", addresses(service.state().routers()));
    shown.put("usableCaches", usable(state));
    shown.put("assignedBuckets", state.assignment().assignedCount());
    shown.put("designated", key == null ? null : key.designated().getHostAddress());
    shown.put("key", key == null ? null : key(key));
    shown.put("memberChangeNumber", Integer.toUnsignedLong(state.memberChange()));
    shown.put("transmitMillis", state.timers().transmit().toMillis());
    shown.put("security", service.config().security().toString());
    shown.put("caches", state.caches().stream().map(cache -> cache(cache, service)).toList());
    shown.put("table", table(state));
    lists(shown, service.config());
    shown.put("redirectedPackets", traffic.redirected());
    shown.put("deniedPackets", traffic.denied());
    shown.put("unassignedPackets", traffic.unassigned());
    shown.put("droppedPackets", traffic.dropped());
    shown.put("bypassedPackets", traffic.bypassed());
    shown.put("excludedPackets", counters.excluded());
    shown.put("deniedMessages", counters.deniedToGroup());
    shown.put("authenticationFailures", counters.authenticationFailures());
    return shown;
  }

  static long usable(RouterSnapshot state) {
    return state.caches().stream().filter(RouterSnapshot.Cache::usable).count();
  }

  private static Map<String, @Nullable Object> key(AssignmentKey key) {
    var shown = new LinkedHashMap<String, @Nullable Object>();
    shown.put("address", key.designated().getHostAddress());
    shown.put("number", Integer.toUnsignedLong(key.number()));
    return shown;
  }

  private static Map<String, @Nullable Object> cache(RouterSnapshot.Cache cache, Service service) {
    Assignment assignment = service.state().assignment();
    var shown = new LinkedHashMap<String, @Nullable Object>();
    shown.put("address", cache.address().getHostAddress());
    shown.put("state", cache.usable() ? "usable" : "seen");
    shown.put("receiveId", Integer.toUnsignedLong(cache.lastSent().value()));
    shown.put("neverEchoed", !cache.usable() && cache.unechoed() > MISSES_MAX);
    shown.put("version", service.version() == 1 ? "1.0" : "2.00");
    shown.put("redirection", service.state().forwarding().name());
    shown.put("packetReturn", cache.agreement().orElse(Agreement.DEFAULT).packetReturn().name());
    shown.put("assignment", assignment instanceof MaskAssignment ? "MASK" : "HASH");
    shown.put(
        "connectSeconds",
        cache
            .connectedSince()
            .map(since -> Duration.between(since, service.now()).toSeconds())
            .orElse(0L));
    shown.put("redirectedPackets", service.counters().sentTo().getOrDefault(cache.address(), 0L));
    shown.put("initialHash", PartPage.hex(cache.identity().buckets()));
    shown.putAll(PartPage.of(assignment, cache.address()));
    return shown;
  }

  private static void lists(Map<String, @Nullable Object> shown, ServiceConfig config) {
    shown.put("mode", config.mode().name().toLowerCase(Locale.ROOT));
    shown.put("redirectList", config.lists().redirect().map(AccessList::name).orElse(null));
    shown.put("groupList", config.lists().group().map(AccessList::name).orElse(null));
    shown.put("serviceList", config.lists().service().map(AccessList::name).orElse(null));
  }

  private static List<String> addresses(List<InetAddress> addresses) {
    return addresses.stream().map(InetAddress::getHostAddress).toList();
  }

  private static List<@Nullable String> table(RouterSnapshot state) {
    var owners = new ArrayList<@Nullable String>();
    state.assignment().owners().stream()
        .map(owner -> owner.map(InetAddress::getHostAddress).orElse(null))
        .forEach(owners::add);
    return owners;
  }
}
