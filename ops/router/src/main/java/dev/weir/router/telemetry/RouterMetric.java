package dev.weir.router.telemetry;

import dev.weir.node.telemetry.MetricRow;
import java.util.List;

/// Every number the router exports.
public enum RouterMetric implements MetricRow {
  REDIRECTED(
      Kind.COUNTER,
      "weir_router_redirected_packets",
      "Packets sent to a cache in GRE. Not growing under load: look at forwarded packets."),
  FORWARDED(
      Kind.COUNTER,
      "weir_router_forwarded_packets",
      "Diverted packets forwarded normally, by reason. no-table: no cache has sent an assignment;"
          + " unassigned: its bucket has no cache; redirect-list: the service's list denies it.",
      "reason"),
  DROPPED(
      Kind.COUNTER,
      "weir_router_dropped_packets",
      "Packets of closed services that no cache took. Growing: bring caches back, or open the"
          + " service."),
  RETURNED(
      Kind.COUNTER,
      "weir_router_returned_packets",
      "Packets in GRE that came to the router, by verdict. forwarded: caches gave them back;"
          + " not-from-cache: a stranger sends GRE.",
      "verdict"),
  SERVICE_PACKETS(
      Kind.COUNTER,
      "weir_router_service_packets",
      "Packets of each service by fate: redirected, denied by its redirect list, unassigned,"
          + " dropped, or bypassed, which is returned by a cache.",
      "service",
      "fate"),
  LOST(
      Kind.COUNTER,
      "weir_router_lost_packets",
      "Packets the kernel refused, by direction. to-cache: no route to a cache or no buffer;"
          + " to-network: not taken back by the TUN.",
      "direction"),
  ACCESS_DENIED(
      Kind.COUNTER,
      "weir_router_access_denied_packets",
      "Packets that the access list of an interface denied, dropped as they came in or would have"
          + " gone out. Not expected to grow: look for whom the list forgets.",
      "interface",
      "direction"),
  POLICY_ROUTED(
      Kind.COUNTER,
      "weir_router_policy_routed_packets",
      "Packets that a route-map sent to its next hops. Not growing under load: look at what its"
          + " lists match.",
      "route_map"),
  MESSAGES_RECEIVED(
      Kind.COUNTER,
      "weir_router_wccp_received",
      "WCCP messages that were decoded and authenticated, by type.",
      "type"),
  MESSAGES_SENT(Kind.COUNTER, "weir_router_wccp_sent", "WCCP messages sent, by type.", "type"),
  MESSAGES_REFUSED(
      Kind.COUNTER,
      "weir_router_wccp_refused",
      "WCCP messages dropped, by cause. Growing: a cache is misconfigured, or somebody probes.",
      "cause"),
  FAULTS_INJECTED(
      Kind.COUNTER,
      "weir_router_faults",
      "Faults injected on demand, by kind; of drop and delay each message. Not zero: somebody tests"
          + " how caches bear a bad router.",
      "kind"),
  CACHES_USABLE(
      Kind.GAUGE,
      "weir_router_usable_caches",
      "Caches that may receive packets. Zero: everything is forwarded normally.",
      "service"),
  BUCKETS_ASSIGNED(
      Kind.GAUGE,
      "weir_router_assigned_buckets",
      "Buckets that have a cache, of 256. Fewer for long: the designated cache is silent.",
      "service");

  @SuppressWarnings("ImmutableEnumChecker") // a record with a copied list, which nobody can change
  private final Row row;

  RouterMetric(Kind kind, String metricName, String help, String... labels) {
    this.row = new Row(kind, metricName, help, List.of(labels));
  }

  @Override
  public Row row() {
    return row;
  }
}
