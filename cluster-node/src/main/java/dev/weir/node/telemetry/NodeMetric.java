package dev.weir.node.telemetry;

import java.util.List;

/// Every number a node exports.
public enum NodeMetric implements MetricRow {
  START_SECONDS(
      Kind.GAUGE,
      "weir_start_seconds",
      "Seconds from the start of the process to its first listening socket."),
  WCCP_RECEIVED(
      Kind.COUNTER,
      "weir_wccp_received",
      "WCCP messages from routers. It must grow every interval; if not, no router answers.",
      "message"),
  WCCP_SENT(Kind.COUNTER, "weir_wccp_sent", "WCCP messages sent to routers.", "message"),
  WCCP_REFUSED(
      Kind.COUNTER,
      "weir_wccp_refused",
      "Datagrams on the WCCP port that changed nothing. digest: the password differs.",
      "cause"),
  ROUTERS_USABLE(
      Kind.GAUGE,
      "weir_routers_usable",
      "Routers that list this node as usable. Zero: no traffic comes."),
  DESIGNATED(
      Kind.GAUGE,
      "weir_designated",
      "1 while this node computes the assignment. The sum over the cluster must be 1."),
  BUCKETS_OWNED(
      Kind.GAUGE,
      "weir_buckets_owned",
      "Buckets of the table in force that belong to this node, 0 to 256."),
  GRE_PACKETS(
      Kind.COUNTER,
      "weir_gre_packets",
      "GRE packets seen, by verdict; all but deliver were dropped for that reason.",
      "verdict"),
  GRE_BUCKET_MISMATCH(
      Kind.COUNTER,
      "weir_gre_bucket_mismatch",
      "Delivered packets whose bucket is not ours. Growing for long: router and node disagree."),
  GRE_CAPTURE_LOST(
      Kind.COUNTER,
      "weir_gre_capture_lost",
      "Packets the kernel dropped because the capture buffer was full: the node is overloaded."),
  STRAY_PACKETS(
      Kind.COUNTER,
      "weir_stray_packets",
      "Diverted packets of connections this host does not know, dropped. Some follow every change"
          + " of the table.");

  private final Kind kind;
  private final String metricName;
  private final String help;

  @SuppressWarnings("ImmutableEnumChecker") // from List.of, which nobody can change
  private final List<String> labels;

  NodeMetric(Kind kind, String metricName, String help, String... labels) {
    this.kind = kind;
    this.metricName = metricName;
    this.help = help;
    this.labels = List.of(labels);
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String metricName() {
    return metricName;
  }

  @Override
  public List<String> labels() {
    return labels;
  }

  @Override
  public String help() {
    return help;
  }
}
