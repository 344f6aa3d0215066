package dev.weir.lab.watch;

import static dev.weir.lab.watch.Alert.Severity.CRITICAL;
import static dev.weir.lab.watch.Alert.Severity.INFO;
import static dev.weir.lab.watch.Alert.Severity.WARNING;
import static dev.weir.lab.watch.Alert.shown;
import static dev.weir.lab.watch.Alert.unshown;

import dev.weir.lab.watch.Alert.Said;
import java.util.List;

/// Alerts of what is between routers and nodes: messages, tables, and packets.
final class WccpAlerts {
  private static final String WCCP = "weir-wccp";
  private static final String DATA_PLANE = "weir-data-plane";
  private static final String CLUSTER = "weir-cluster";
  private static final String BUCKETS = "weir-buckets";

  static final List<Alert> ROUTERS =
      List.of(
          shown(
              "WccpRouterLost",
              WARNING,
              "weir_wccp_router_usable == 0 and on (job, instance) weir_gate_open == 1",
              "1m",
              new Said(
                  "A router does not list a node as usable.",
                  "{{ $labels.router }} does not list {{ $labels.instance }}"
                      + " ({{ $labels.service }}).",
                  "no-router-answers.md",
                  WCCP),
              "the router answers a node with another password"),
          shown(
              "WccpNoRouterUsable",
              CRITICAL,
              "max by (job, service) (weir_routers_usable) == 0",
              "1m",
              new Said(
                  "No router lists any node as usable: nothing is diverted.",
                  "No router has a node for {{ $labels.service }}.",
                  "no-router-answers.md",
                  WCCP),
              "the router is killed"),
          shown(
              "WccpRouterFlapping",
              WARNING,
              "increase(weir_wccp_router_losses_total[15m]) > 2",
              "1m",
              new Said(
                  "A router loses a node again and again.",
                  "{{ $labels.router }} lost {{ $labels.instance }} {{ $value | humanize }} times.",
                  "router-flaps.md",
                  WCCP),
              "what a node says to the router is dropped, three times"),
          shown(
              "WccpNoDesignatedCache",
              CRITICAL,
              "sum by (job, service) (weir_designated) == 0",
              "2m",
              new Said(
                  "No node computes the assignment.",
                  "Nobody assigns the buckets of {{ $labels.service }}.",
                  "designated.md",
                  WCCP),
              "the router is killed"),
          unshown(
              "WccpTwoDesignatedCaches",
              CRITICAL,
              "sum by (job, service) (weir_designated) > 1",
              "2m",
              new Said(
                  "More than one node computes the assignment.",
                  "{{ $value }} nodes assign the buckets of {{ $labels.service }}.",
                  "designated.md",
                  WCCP),
              "it takes two routers and a cluster that is cut: the scenario partition"),
          shown(
              "WccpBucketsUnassigned",
              CRITICAL,
              "min by (job, service) (weir_buckets_unassigned) > 0",
              "2m",
              new Said(
                  "Buckets belong to nobody: what falls there is not diverted.",
                  "{{ $value }} buckets of {{ $labels.service }} have no node.",
                  "table-unconfirmed.md",
                  BUCKETS),
              "the router is killed"),
          shown(
              "WccpBucketsSkewed",
              INFO,
              "max by (job, service) (weir_buckets_owned)"
                  + " > 2 * avg by (job, service) (weir_buckets_owned)",
              "5m",
              new Said(
                  "One node has more than twice its share of the buckets.",
                  "A node has {{ $value }} buckets of {{ $labels.service }}.",
                  "buckets-skewed.md",
                  BUCKETS),
              "one node of three is left: one is unlisted, one is ill"),
          shown(
              "WccpAuthenticationFailing",
              WARNING,
              "sum by (job, instance) (increase(weir_wccp_refused_total"
                  + "{cause=~\"digest|security-option\"}[5m])) > 0"
                  + " or sum by (job, instance) (increase(weir_router_wccp_refused_total"
                  + "{cause=~\"digest|security-option\"}[5m])) > 0",
              "1m",
              new Said(
                  "Messages with another password come in.",
                  "{{ $labels.instance }} refused {{ $value | humanize }} messages.",
                  "wrong-password.md",
                  WCCP),
              "the router answers a node with another password"),
          shown(
              "WccpViewDisagreement",
              WARNING,
              "max by (job) (weir_views_differ) > 0",
              "2m",
              new Said(
                  "Cluster and routers do not see the same nodes.",
                  "They differ by {{ $value }} nodes; weir show cluster names them.",
                  "views-differ.md",
                  CLUSTER),
              "the router answers a node with another password"),
          shown(
              "WccpForeignCache",
              WARNING,
              "max by (job, service) (weir_wccp_foreign_caches) > 0",
              "5m",
              new Said(
                  "A cache that is not of this cluster is in the service group.",
                  "{{ $value }} caches of {{ $labels.service }} are nobody's.",
                  "foreign-cache.md",
                  WCCP),
              "a node that no other one knows is in the service group"),
          shown(
              "WccpCapabilityMismatch",
              CRITICAL,
              "max by (job, service) (weir_wccp_routers_rejected) > 0",
              "1m",
              new Said(
                  "A router offers nothing that a node can do.",
                  "{{ $value }} routers of {{ $labels.service }} are rejected.",
                  "router-incompatible.md",
                  WCCP),
              "the router comes back as a switch that knows L2 and mask only"));

  static final List<Alert> PACKETS =
      List.of(
          shown(
              "WccpRedirectsStopped",
              CRITICAL,
              "sum by (job, instance) (rate(weir_gre_packets_total{verdict=\"deliver\"}[5m])) == 0"
                  + " and sum by (job, instance)"
                  + " (rate(weir_gre_packets_total{verdict=\"deliver\"}[1h])) > 0"
                  + " and sum by (job, instance) (weir_buckets_owned) > 0",
              "5m",
              new Said(
                  "A node has buckets, and packets no longer come.",
                  "{{ $labels.instance }} is given no packet, and was within the hour.",
                  "cache-logs-nothing.md",
                  DATA_PLANE),
              "the router's GRE to a node is dropped"),
          shown(
              "WccpNoReturnTraffic",
              CRITICAL,
              "sum by (job, instance) (rate(weir_gre_packets_total{verdict=\"deliver\"}[5m])) > 0"
                  + " and sum by (job, instance)"
                  + " (rate(weir_http_connections_accepted_total[5m])) == 0",
              "5m",
              new Said(
                  "Packets come to a node, and no connection is made.",
                  "{{ $labels.instance }} gets {{ $value | humanize }} packets a second,"
                      + " and nobody hears it.",
                  "cache-logs-nothing.md",
                  DATA_PLANE),
              "a node has no way to the clients"),
          unshown(
              "WccpFragmentsHigh",
              WARNING,
              "sum by (job, instance) (rate(weir_ip_reassembly_total[5m]))"
                  + " > 0.05 * sum by (job, instance) (rate(weir_gre_packets_total[5m]))",
              "10m",
              new Said(
                  "Many packets come in pieces.",
                  "{{ $labels.instance }} joins {{ $value | humanize }} packets a second.",
                  "fragments.md",
                  DATA_PLANE),
              "the segments of the lab's clients fit; the scenario mtu shows such that do not"),
          unshown(
              "WccpCaptureLosing",
              WARNING,
              "increase(weir_gre_capture_lost_total[5m]) > 0",
              "1m",
              new Said(
                  "The kernel drops packets that a node does not take in time.",
                  "{{ $labels.instance }} lost {{ $value | humanize }} packets.",
                  "overload.md",
                  DATA_PLANE),
              "the lab would have to send more than a host can take"),
          unshown(
              "CacheOverloadBypass",
              WARNING,
              "weir_relief > 0",
              "5m",
              new Said(
                  "A node gives new connections back because it has too much to do.",
                  "{{ $labels.instance }} gives {{ $value | humanizePercentage }} back.",
                  "overload.md",
                  DATA_PLANE),
              "the scenario overload shows it"));

  private WccpAlerts() {}
}
