package dev.weir.lab.watch;

import static dev.weir.lab.watch.Alert.Severity.CRITICAL;
import static dev.weir.lab.watch.Alert.Severity.INFO;
import static dev.weir.lab.watch.Alert.Severity.WARNING;
import static dev.weir.lab.watch.Alert.shown;
import static dev.weir.lab.watch.Alert.unshown;

import dev.weir.lab.watch.Alert.Said;
import java.util.List;

/// Alerts of the programs themselves, of what they answer, and of the cluster that they are.
final class NodeAlerts {
  private static final String OVERVIEW = "weir-overview";
  private static final String WCCP = "weir-wccp";
  private static final String CACHE = "weir-cache";
  private static final String CLUSTER = "weir-cluster";

  static final List<Alert> PROGRAMS =
      List.of(
          shown(
              "NodeDown",
              CRITICAL,
              "up{job=~\"weir.*\"} == 0",
              "1m",
              new Said(
                  "A node or router does not answer Prometheus.",
                  "{{ $labels.instance }} does not answer.",
                  "node-gone.md",
                  OVERVIEW),
              "a node is killed, the router is killed"),
          shown(
              "NodeUnhealthy",
              CRITICAL,
              "weir_gate_open == 0",
              "1m",
              new Said(
                  "A node has handed its buckets back because it cannot do its work.",
                  "{{ $labels.instance }} takes no traffic; /readyz says why.",
                  "self-test-fails.md",
                  OVERVIEW),
              "the TUN of a node is down"),
          unshown(
              "NodeUnhealthyButRegistered",
              CRITICAL,
              "weir_gate_open == 0 and on (job, instance) sum by (job, instance)"
                  + " (weir_buckets_owned) > 0",
              "1m",
              new Said(
                  "A node that cannot do its work has buckets all the same.",
                  "{{ $labels.instance }} has handed its buckets back and still has them.",
                  "self-test-fails.md",
                  WCCP),
              "a node that is ill hands its buckets back, and the lab's router takes them"),
          unshown(
              "NodeEventLoopStuck",
              CRITICAL,
              "increase(weir_event_loop_stalls_total[15m]) > 0",
              "1m",
              new Said(
                  "An event loop of a node was stuck.",
                  "{{ $labels.instance }}: the event event-loop-stuck says where.",
                  "event-loop-stuck.md",
                  OVERVIEW),
              "the scenario event-loop-stuck shows it; it ends the node"),
          unshown(
              "NodeMemoryShort",
              WARNING,
              "weir_memory_pressure > 0",
              "5m",
              new Said(
                  "A node is short of memory.",
                  "{{ $labels.instance }} is short of memory, degree {{ $value }} of 2.",
                  "overload.md",
                  OVERVIEW),
              "the lab would have to fill a heap"),
          unshown(
              "NodeConnectionsNearLimit",
              WARNING,
              "weir_http_connections > 0.9 * weir_http_connections_max",
              "5m",
              new Said(
                  "A node has nearly as many connections as it may.",
                  "{{ $labels.instance }} has {{ $value | humanize }} connections.",
                  "too-many-clients.md",
                  OVERVIEW),
              "the scenario overload shows it"),
          unshown(
              "NodeVersionsDiffer",
              INFO,
              "count by (job) (count by (job, version) (weir_build_info)) > 1",
              "1h",
              new Said(
                  "Nodes of a cluster are of different versions.",
                  "{{ $value }} versions in {{ $labels.job }}: an upgrade that is not finished.",
                  "versions-differ.md",
                  CLUSTER),
              "the lab runs one build"));

  static final List<Alert> CONTENT =
      List.of(
          shown(
              "CacheHitRatioDropped",
              WARNING,
              "job:weir_hit_ratio:rate5m < 0.5 * (job:weir_hit_ratio:rate5m offset 1h)"
                  + " and on (job) sum by (job) (rate(weir_http_requests_total[5m])) > 1",
              "5m",
              new Said(
                  "The hit ratio is less than half of what it was an hour ago.",
                  "The hit ratio of {{ $labels.job }} is {{ $value | humanizePercentage }}.",
                  "hit-ratio-dropped.md",
                  CACHE),
              "clients that asked for one page ask for pages that nobody asked for before"),
          shown(
              "CacheOriginErrors",
              WARNING,
              "sum by (job, instance) (rate(weir_origin_fetches_total{result!=\"ok\"}[5m]))"
                  + " > 0.05 * sum by (job, instance) (rate(weir_origin_fetches_total[5m]))",
              "5m",
              new Said(
                  "Of what a node asks origins, more than 5 % fails.",
                  "{{ $labels.instance }}: {{ $value | humanize }} failures a second.",
                  "origin-down.md",
                  CACHE),
              "the origins refuse connections"),
          shown(
              "StoreDiskErrors",
              CRITICAL,
              "weir_disk_failing == 1 or increase(weir_disk_failures_total[15m]) > 0",
              "1m",
              new Said(
                  "A disk of the cache fails.",
                  "{{ $labels.disk }} of {{ $labels.instance }} fails.",
                  "disk-fails.md",
                  CACHE),
              "no file of a node may grow any more"),
          shown(
              "CacheOriginOut",
              WARNING,
              "weir_reverse_origin_healthy == 0",
              "2m",
              new Said(
                  "An origin of proxy.reverse is out.",
                  "{{ $labels.origin }} of {{ $labels.site }} gets no requests.",
                  "origin-out.md",
                  CACHE),
              "an origin of proxy.reverse is not there"),
          shown(
              "CacheCertificateEnds",
              WARNING,
              "weir_reverse_certificate_seconds < 1209600",
              "1h",
              new Said(
                  "A certificate of proxy.reverse ends within 14 days.",
                  "That of {{ $labels.site }} ends in {{ $value | humanizeDuration }}.",
                  "certificate-ends.md",
                  CACHE),
              "a node stands for a host with a certificate of five days"),
          unshown(
              "CacheAccessLogGaps",
              WARNING,
              "increase(weir_access_log_dropped_total[15m]) > 0",
              "1m",
              new Said(
                  "Requests are missing in the access log.",
                  "{{ $labels.instance }}: {{ $value | humanize }} are missing.",
                  "access-log-gaps.md",
                  CACHE),
              "the lab would have to fill a disk"));

  static final List<Alert> CLUSTERS =
      List.of(
          shown(
              "ClusterMemberGone",
              WARNING,
              "max by (job) (weir_grid_members)"
                  + " < max by (job) (max_over_time(weir_grid_members[1h]))",
              "1m",
              new Said(
                  "A node has left the cluster within the hour.",
                  "The cluster {{ $labels.job }} has {{ $value }} members left.",
                  "node-gone.md",
                  CLUSTER),
              "a node is killed"),
          shown(
              "ClusterSplitSuspected",
              CRITICAL,
              "max by (job) (weir_nodes_apart) > 0",
              "2m",
              new Said(
                  "Nodes have left the grid and are not dead: it is cut.",
                  "{{ $value }} nodes of {{ $labels.job }} are apart.",
                  "node-gone.md",
                  CLUSTER),
              "the grid reaches a node no longer"),
          shown(
              "ClusterPeerSilent",
              WARNING,
              "weir_peers_silent > 0",
              "1m",
              new Said(
                  "A node does not answer on its peer port.",
                  "{{ $labels.instance }} is not answered by {{ $value }} nodes.",
                  "peer-silent.md",
                  CLUSTER),
              "a node's firewall drops what it asks the others"),
          shown(
              "ClusterStranger",
              CRITICAL,
              "max by (job) (weir_grid_strangers) > 0",
              "1m",
              new Said(
                  "Somebody who is no node of the cluster is in the grid.",
                  "{{ $value }} strangers in the grid of {{ $labels.job }}.",
                  "stranger-in-grid.md",
                  CLUSTER),
              "a node with another secret comes into the grid"),
          shown(
              "ClusterCertificateEnds",
              WARNING,
              "weir_peer_certificate_seconds < 2592000",
              "1h",
              new Said(
                  "A node's certificate ends within 30 days.",
                  "That of {{ $labels.instance }} ends in {{ $value | humanizeDuration }}.",
                  "peer-silent.md",
                  CLUSTER),
              "a node has a certificate of twenty days"));

  private NodeAlerts() {}
}
