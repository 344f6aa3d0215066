package dev.weir.node.snmp;

import dev.weir.node.snmp.Value.Count;
import dev.weir.node.snmp.Value.Gauge;
import dev.weir.node.snmp.Value.Name;
import dev.weir.node.snmp.Value.Text;
import dev.weir.node.snmp.Value.Ticks;
import dev.weir.node.snmp.Value.Whole;
import dev.weir.node.tally.NodeNumbers;
import java.util.SortedMap;
import java.util.TreeMap;

/// The names of WEIR-MIB and of the group `system` (RFC 3418), and the values they have.
public final class WeirMib {
  /// Below it is what SNMP calls the internet; everything here is.
  public static final Oid INTERNET = Oid.of(1, 3, 6, 1);

  /// `sysUpTime.0`, the first object of each notification (RFC 3416 §4.2.6).
  public static final Oid UP_TIME = INTERNET.below(2, 1, 1, 3).scalar();

  /// `snmpTrapOID.0`, the second.
  public static final Oid TRAP_NAME = INTERNET.below(6, 3, 1, 1, 4, 1).scalar();

  /// The number of RFC 5612 for examples: nobody's.
  public static final int ENTERPRISE = 32473;

  static final Oid MODULE = INTERNET.below(4, 1, ENTERPRISE, 2048);
  static final Oid ROUTER_LOST = MODULE.below(0, 1);
  static final Oid ROUTER_FOUND = MODULE.below(0, 2);
  static final Oid NODE_UNHEALTHY = MODULE.below(0, 3);
  static final Oid NODE_HEALTHY = MODULE.below(0, 4);
  static final Oid NODE = MODULE.below(1, 1);
  static final Oid TRAFFIC = MODULE.below(1, 2);
  static final Oid NODE_NAME = NODE.below(1).scalar();
  static final Oid HEALTH = NODE.below(4).scalar();
  static final Oid HEALTH_REASON = NODE.below(5).scalar();

  private static final Oid SYSTEM = INTERNET.below(2, 1, 1);
  private static final Oid AGENT = MODULE.below(3, 1);

  /// What sysServices says of a host that works on connections and on HTTP: 2^(4-1) + 2^(7-1).
  private static final int SERVICES = 72;

  private WeirMib() {}

  /// Everything that is there to read.
  public static MibTable of(NodeView view) {
    var values = new TreeMap<Oid, Value>();
    system(view, values);
    node(view, values);
    traffic(view.numbers().orElse(NOTHING), values);
    view.groups().forEach(group -> GroupRows.of(group, view, values));
    return new MibTable(values);
  }

  /// Nothing was done yet.
  private static final NodeNumbers NOTHING =
      new NodeNumbers(
          0,
          0,
          0,
          0,
          new NodeNumbers.Lately(0, 0, 0, 0),
          java.util.Collections.nCopies(256, 0),
          java.util.Map.of());

  private static void system(NodeView view, SortedMap<Oid, Value> values) {
    var self = view.self();
    String address = self.address().getHostAddress();
    values.put(
        SYSTEM.below(1).scalar(),
        new Text("Weir " + self.version() + ", node " + self.name() + " at " + address));
    values.put(SYSTEM.below(2).scalar(), new Name(AGENT));
    values.put(UP_TIME, new Ticks(view.up()));
    values.put(SYSTEM.below(4).scalar(), new Text(""));
    values.put(SYSTEM.below(5).scalar(), new Text(self.name()));
    values.put(SYSTEM.below(6).scalar(), new Text(""));
    values.put(SYSTEM.below(7).scalar(), new Whole(SERVICES));
  }

  private static void node(NodeView view, SortedMap<Oid, Value> values) {
    values.put(NODE_NAME, new Text(view.self().name()));
    values.put(NODE.below(2).scalar(), new Text(view.self().address().getHostAddress()));
    values.put(NODE.below(3).scalar(), new Text(view.self().version()));
    values.put(HEALTH, new Whole(view.ready().ready() ? 1 : 2));
    values.put(HEALTH_REASON, new Text(String.join("; ", view.ready().reasons())));
  }

  private static void traffic(NodeNumbers numbers, SortedMap<Oid, Value> values) {
    var lately = numbers.lately();
    long ratio = lately.requests() == 0 ? 0 : lately.hits() * 1000 / lately.requests();
    long saved = Math.max(0, numbers.toClients() - numbers.fromOrigins());
    values.put(TRAFFIC.below(1).scalar(), new Count(numbers.requests()));
    values.put(TRAFFIC.below(2).scalar(), new Count(numbers.hits()));
    values.put(TRAFFIC.below(3).scalar(), new Count(numbers.toClients()));
    values.put(TRAFFIC.below(4).scalar(), new Count(numbers.fromOrigins()));
    values.put(TRAFFIC.below(5).scalar(), new Count(saved));
    values.put(TRAFFIC.below(6).scalar(), new Gauge(ratio));
    values.put(TRAFFIC.below(7).scalar(), new Gauge(lately.milliRequests()));
    values.put(TRAFFIC.below(8).scalar(), new Gauge(lately.within95Micros()));
  }
}
