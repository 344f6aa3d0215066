package dev.weir.lab.watch;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// For each alert the series, a sample a minute, by which it fires, and those by which it must not.
///
/// `A` and `B` stand for the labels of two nodes, `R` for those of a router.
final class Trials {
  /// What is written down for one alert.
  ///
  /// @param bad series by which it fires within two hours
  /// @param good series by which it stays silent, as near to the bad ones as can be
  record Trial(List<String> bad, List<String> good) {}

  private static final String WEB = ",service=\"web-cache\"";
  private static final Map<String, Trial> ALL = new TreeMap<>();

  static {
    programs();
    routers();
    packets();
    content();
    cluster();
  }

  private Trials() {}

  static Map<String, Trial> all() {
    return Map.copyOf(ALL);
  }

  private static void programs() {
    trial("NodeDown", List.of("up{A} 0x120"), List.of("up{A} 1x120"));
    trial("NodeUnhealthy", List.of("weir_gate_open{A} 0x120"), List.of("weir_gate_open{A} 1x120"));
    trial(
        "NodeUnhealthyButRegistered",
        List.of("weir_gate_open{A} 0x120", "weir_buckets_owned{A%s} 3x120".formatted(WEB)),
        List.of("weir_gate_open{A} 0x120", "weir_buckets_owned{A%s} 0x120".formatted(WEB)));
    trial(
        "NodeEventLoopStuck",
        List.of("weir_event_loop_stalls_total{A} 0x110 1x9"),
        List.of("weir_event_loop_stalls_total{A} 1x120"));
    gauge("NodeMemoryShort", "weir_memory_pressure{A}", 1, 0);
    trial(
        "NodeConnectionsNearLimit",
        List.of("weir_http_connections{A} 95x120", "weir_http_connections_max{A} 100x120"),
        List.of("weir_http_connections{A} 89x120", "weir_http_connections_max{A} 100x120"));
    trial(
        "NodeVersionsDiffer",
        List.of("weir_build_info{A,version=\"1\"} 1x120", "weir_build_info{B,version=\"2\"} 1x120"),
        List.of(
            "weir_build_info{A,version=\"1\"} 1x120", "weir_build_info{B,version=\"1\"} 1x120"));
  }

  private static void routers() {
    String usable = "weir_wccp_router_usable{A,router=\"192.0.2.1\"%s} ".formatted(WEB);
    trial(
        "WccpRouterLost",
        List.of(usable + "0x120", "weir_gate_open{A} 1x120"),
        List.of(usable + "0x120", "weir_gate_open{A} 0x120"));
    String routers = "weir_routers_usable{%s" + WEB + "} %d";
    trial(
        "WccpNoRouterUsable",
        List.of(routers.formatted("A", 0) + "x120", routers.formatted("B", 0) + "x120"),
        List.of(routers.formatted("A", 0) + "x120", routers.formatted("B", 1) + "x120"));
    String losses = "weir_wccp_router_losses_total{A,router=\"192.0.2.1\"%s} ".formatted(WEB);
    trial("WccpRouterFlapping", List.of(losses + "0x100 0+1x20"), List.of(losses + "0x100 1x20"));
    String designated = "weir_designated{%s" + WEB + "} %dx120";
    trial(
        "WccpNoDesignatedCache",
        List.of(designated.formatted("A", 0), designated.formatted("B", 0)),
        List.of(designated.formatted("A", 1), designated.formatted("B", 0)));
    trial(
        "WccpTwoDesignatedCaches",
        List.of(designated.formatted("A", 1), designated.formatted("B", 1)),
        List.of(designated.formatted("A", 1), designated.formatted("B", 0)));
    gauge("WccpBucketsUnassigned", "weir_buckets_unassigned{A%s}".formatted(WEB), 128, 0);
    String owned = "weir_buckets_owned{job=\"weir\",instance=\"%d\"" + WEB + "} %dx120";
    trial(
        "WccpBucketsSkewed",
        List.of(owned.formatted(1, 256), owned.formatted(2, 0), owned.formatted(3, 0)),
        List.of(owned.formatted(1, 128), owned.formatted(2, 128), owned.formatted(3, 0)));
    trial(
        "WccpAuthenticationFailing",
        List.of("weir_wccp_refused_total{A,cause=\"digest\"} 0+1x120"),
        List.of("weir_wccp_refused_total{A,cause=\"truncated\"} 0+1x120"));
    gauge("WccpViewDisagreement", "weir_views_differ{A}", 1, 0);
    gauge("WccpForeignCache", "weir_wccp_foreign_caches{A%s}".formatted(WEB), 1, 0);
    gauge("WccpCapabilityMismatch", "weir_wccp_routers_rejected{A%s}".formatted(WEB), 1, 0);
  }

  private static void packets() {
    String delivered = "weir_gre_packets_total{A,verdict=\"deliver\"} ";
    String owned = "weir_buckets_owned{A%s} %%dx120".formatted(WEB);
    trial(
        "WccpRedirectsStopped",
        List.of(delivered + "0+60x80 4800x40", owned.formatted(128)),
        List.of(delivered + "0+60x80 4800x40", owned.formatted(0)));
    trial(
        "WccpNoReturnTraffic",
        List.of(delivered + "0+60x120", "weir_http_connections_accepted_total{A} 7x120"),
        List.of(delivered + "0+60x120", "weir_http_connections_accepted_total{A} 7+1x120"));
    trial(
        "WccpFragmentsHigh",
        List.of(delivered + "0+60x120", "weir_ip_reassembly_total{A,result=\"joined\"} 0+6x120"),
        List.of(delivered + "0+60x120", "weir_ip_reassembly_total{A,result=\"joined\"} 0+2x120"));
    trial(
        "WccpCaptureLosing",
        List.of("weir_gre_capture_lost_total{A} 0+1x120"),
        List.of("weir_gre_capture_lost_total{A} 5x120"));
    trial(
        "CacheOverloadBypass", List.of("weir_relief{A} 0.25x120"), List.of("weir_relief{A} 0x120"));
  }

  private static void content() {
    String requests = "weir_http_requests_total{A,result=\"%s\"} %s";
    trial(
        "CacheHitRatioDropped",
        List.of(
            requests.formatted("hit", "0+600x80 48000+60x40"),
            requests.formatted("miss", "0+60x80 4800+600x40")),
        List.of(
            requests.formatted("hit", "0+600x80 48000+500x40"),
            requests.formatted("miss", "0+60x80 4800+200x40")));
    String fetches = "weir_origin_fetches_total{A,result=\"%s\"} 0+%dx120";
    trial(
        "CacheOriginErrors",
        List.of(fetches.formatted("ok", 90), fetches.formatted("unreachable", 10)),
        List.of(fetches.formatted("ok", 97), fetches.formatted("unreachable", 3)));
    trial(
        "StoreDiskErrors",
        List.of("weir_disk_failing{A,disk=\"0\"} 1x120"),
        List.of(
            "weir_disk_failing{A,disk=\"0\"} 0x120",
            "weir_disk_failures_total{A,disk=\"0\"} 3x120"));
    String origin = "weir_reverse_origin_healthy{A,site=\"a\",origin=\"192.0.2.9:80\"}";
    gauge("CacheOriginOut", origin, 0, 1);
    gauge("CacheCertificateEnds", "weir_reverse_certificate_seconds{A,site=\"a\"}", 1000, 2000000);
    trial(
        "CacheAccessLogGaps",
        List.of("weir_access_log_dropped_total{A} 0+1x120"),
        List.of("weir_access_log_dropped_total{A} 1x120"));
  }

  private static void cluster() {
    trial(
        "ClusterMemberGone",
        List.of("weir_grid_members{A} 3x90 2x30"),
        List.of("weir_grid_members{A} 3x10 2x110"));
    gauge("ClusterSplitSuspected", "weir_nodes_apart{A}", 1, 0);
    gauge("ClusterPeerSilent", "weir_peers_silent{A}", 1, 0);
    gauge("ClusterStranger", "weir_grid_strangers{A}", 1, 0);
    gauge("ClusterCertificateEnds", "weir_peer_certificate_seconds{A}", 86400, 9000000);
  }

  private static void gauge(String alert, String series, int bad, int good) {
    trial(alert, List.of(series + " " + bad + "x120"), List.of(series + " " + good + "x120"));
  }

  private static void trial(String alert, List<String> bad, List<String> good) {
    ALL.put(alert, new Trial(bad, good));
  }
}
