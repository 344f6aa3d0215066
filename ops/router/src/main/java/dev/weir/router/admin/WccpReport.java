package dev.weir.router.admin;

import dev.weir.router.packet.ServiceTraffic;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.router.RouterSnapshot;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /v1/wccp`: what `show ip wccp` of a router would tell (§7.3).
///
/// A tree of maps, lists, text, numbers and nulls, keys in the order they are shown.
public final class WccpReport {
  private static final String VERSION = "2.0";

  private WccpReport() {}

  /// One service group at one moment.
  public record Service(RouterSnapshot state, Security security, ServiceCounters counters) {}

  /// The report of the router with this id.
  public static Map<String, @Nullable Object> of(InetAddress router, List<Service> services) {
    var report = new LinkedHashMap<String, @Nullable Object>();
    report.put("router", Map.of("id", router.getHostAddress(), "version", VERSION));
    report.put("services", services.stream().map(WccpReport::service).toList());
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
    shown.put("usableCaches", usable(state));
    shown.put("assignedBuckets", state.assignment().assignedCount());
    shown.put("designated", key == null ? null : key.designated().getHostAddress());
    shown.put("key", key == null ? null : key(key));
    shown.put("memberChangeNumber", Integer.toUnsignedLong(state.memberChange()));
    shown.put("transmitMillis", state.timers().transmit().toMillis());
    shown.put("security", service.security().toString());
    shown.put("caches", state.caches().stream().map(cache -> cache(cache, state)).toList());
    shown.put("table", table(state));
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

  private static Map<String, @Nullable Object> cache(
      RouterSnapshot.Cache cache, RouterSnapshot state) {
    BucketSet buckets = state.assignment().share(cache.address());
    var shown = new LinkedHashMap<String, @Nullable Object>();
    shown.put("address", cache.address().getHostAddress());
    shown.put("state", cache.usable() ? "usable" : "seen");
    shown.put("receiveId", Integer.toUnsignedLong(cache.lastSent().value()));
    shown.put("buckets", buckets.size());
    shown.put("hash", HexFormat.of().formatHex(buckets.toVector()));
    return shown;
  }

  private static List<@Nullable String> table(RouterSnapshot state) {
    var owners = new ArrayList<@Nullable String>();
    state.assignment().owners().stream()
        .map(owner -> owner.map(InetAddress::getHostAddress).orElse(null))
        .forEach(owners::add);
    return owners;
  }
}
