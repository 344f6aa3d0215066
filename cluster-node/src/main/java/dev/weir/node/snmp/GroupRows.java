package dev.weir.node.snmp;

import dev.weir.node.routers.RouterMeters;
import dev.weir.node.snmp.Value.Gauge;
import dev.weir.node.snmp.Value.Text;
import dev.weir.node.snmp.Value.Whole;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.ServiceGroup;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// The rows of one service group: its own, those of its routers, those of its buckets.
final class GroupRows {
  static final Oid GROUP = WeirMib.MODULE.below(1, 3, 1);
  static final Oid ROUTER = WeirMib.MODULE.below(1, 4, 1);
  static final Oid BUCKET = WeirMib.MODULE.below(1, 5, 1);
  static final int ROUTER_NAME = 3;
  static final int ROUTER_STATE = 4;

  /// As many as a group can have (§1: 32 each).
  private static final int ROUTERS_MAX = 32;

  /// As many as the values of a mask can be.
  private static final int BUCKETS_MAX = 4096;

  private static final List<String> STATES =
      List.of("calling", "seen", "usable", "assigned", "rejected", CacheSnapshot.LEFT);

  /// weirRouterState of a router that was left.
  static final int LEFT = STATES.size();

  private GroupRows() {}

  static void of(CacheSnapshot group, NodeView view, SortedMap<Oid, Value> values) {
    group(group, view.self().address(), values);
    group.routers().stream()
        .limit(ROUTERS_MAX)
        .forEach(router -> values.putAll(router(group, router, view)));
    int count = group.tableInForce() ? group.assignment().slotCount() : 0;
    for (int bucket = 0; bucket < Math.min(BUCKETS_MAX, count); bucket++) {
      values.put(cell(BUCKET, 2, group).below(bucket), address(group.assignment().owner(bucket)));
    }
  }

  private static void group(CacheSnapshot group, InetAddress self, SortedMap<Oid, Value> values) {
    var assignment = group.assignment();
    long usable = group.routers().stream().filter(RouterMeters::usable).count();
    int state = usable == 0 ? 1 : group.tableInForce() ? 3 : 2;
    values.put(cell(GROUP, 3, group), new Text(name(group).displayName()));
    values.put(cell(GROUP, 4, group), new Whole(state));
    values.put(cell(GROUP, 5, group), address(group.designated()));
    values.put(
        cell(GROUP, 6, group), Whole.truth(group.designated().filter(self::equals).isPresent()));
    values.put(cell(GROUP, 7, group), new Gauge(usable));
    values.put(cell(GROUP, 8, group), new Gauge(group.routers().size()));
    values.put(
        cell(GROUP, 9, group),
        new Gauge(group.routers().stream().flatMap(it -> it.caches().stream()).distinct().count()));
    values.put(cell(GROUP, 10, group), new Gauge(assignment.share(self).size()));
    values.put(
        cell(GROUP, 11, group), new Gauge(assignment.slotCount() - assignment.assignedCount()));
    values.put(
        cell(GROUP, 12, group),
        new Gauge(group.key().map(it -> Integer.toUnsignedLong(it.number())).orElse(0L)));
  }

  /// The row of a router; what is not known of it is not there.
  static SortedMap<Oid, Value> router(
      CacheSnapshot group, CacheSnapshot.Router router, NodeView view) {
    var values = new java.util.TreeMap<Oid, Value>();
    values.put(routerCell(ROUTER_NAME, group, router), address(Optional.of(router.address())));
    values.put(
        routerCell(ROUTER_STATE, group, router), new Whole(STATES.indexOf(router.state()) + 1));
    values.put(routerCell(5, group, router), Whole.truth(RouterMeters.usable(router)));
    var silence = view.silence().get(router.address());
    if (silence != null) {
      values.put(routerCell(6, group, router), new Gauge(silence.toSeconds()));
    }
    values.put(routerCell(7, group, router), new Text(router.version()));
    values.put(routerCell(8, group, router), address(router.id()));
    values.put(
        routerCell(9, group, router), new Gauge(Integer.toUnsignedLong(router.memberChange())));
    values.put(routerCell(10, group, router), new Gauge(router.caches().size()));
    return values;
  }

  /// A column of a router's row, by InetAddressType and InetAddress (RFC 4001 §4.1).
  static Oid routerCell(int column, CacheSnapshot group, CacheSnapshot.Router router) {
    byte[] octets = router.address().getAddress();
    int[] index = new int[octets.length + 2];
    index[0] = octets.length == 4 ? 1 : 2;
    index[1] = octets.length;
    for (int i = 0; i < octets.length; i++) {
      index[i + 2] = octets[i] & 0xff;
    }
    return cell(ROUTER, column, group).below(index);
  }

  /// A column of a group's row.
  static Oid cell(Oid entry, int column, CacheSnapshot group) {
    int type = name(group).type() == ServiceGroup.Type.STANDARD ? 1 : 2;
    return entry.below(column, type, name(group).id());
  }

  private static ServiceGroup name(CacheSnapshot group) {
    return group.service().group();
  }

  private static Text address(Optional<? extends InetAddress> address) {
    return new Text(address.map(InetAddress::getHostAddress).orElse(""));
  }
}
