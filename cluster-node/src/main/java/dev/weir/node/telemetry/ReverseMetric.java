package dev.weir.node.telemetry;

import java.util.List;

/// What a node exports of the hosts for which it stands (`proxy.reverse`).
public enum ReverseMetric implements MetricRow {
  ORIGIN_HEALTHY(
      Kind.GAUGE,
      "weir_reverse_origin_healthy",
      "Whether requests go to an origin: 1, or 0. 0: the event origin-unhealthy says why; see the page"
          + " on an origin that is out.",
      "site",
      "origin"),
  NEXT_ORIGIN(
      Kind.COUNTER,
      "weir_reverse_next_origin",
      "Requests that went to a further origin because no connection to the one before could be made."
          + " Growing: look at weir_reverse_origin_healthy."),
  HANDSHAKES(
      Kind.COUNTER,
      "weir_reverse_handshakes",
      "TLS handshakes of clients by their end. other-name: clients ask for hosts that no section has;"
          + " failed and late: no TLS, versions before 1.2, or scans.",
      "result"),
  CERTIFICATE_SECONDS(
      Kind.GAUGE,
      "weir_reverse_certificate_seconds",
      "Until the certificate of a section of proxy.reverse ends. Below 1209600 (14 days): renew it; the"
          + " node takes the new one from the same files.",
      "site"),
  STREAM_FAULTS(
      Kind.COUNTER,
      "weir_http2_faults",
      "Streams of HTTP/2 that were reset or refused (limit, client-limit), or connections ended (flood,"
          + " protocol), because of what a client sent. Growing: a client that is broken, or attacks.",
      "fault"),
  HTTP2_CONNECTIONS(
      Kind.GAUGE, "weir_http2_connections", "Open client connections that speak HTTP/2."),
  HTTP2_STREAMS(
      Kind.GAUGE,
      "weir_http2_streams",
      "Requests under way by HTTP/2. Each counts as a connection for proxy.limits.connections."),
  COMPRESSED_BYTES(
      Kind.COUNTER,
      "weir_compressed_bytes",
      "Octets that came from origins and were compressed (in), and what became of them (out).",
      "side"),
  COMPRESSION_SPARED(
      Kind.COUNTER,
      "weir_compression_spared",
      "Answers left as they were because compressing took half the event loops' time, or too many came"
          + " at a time. Growing: write fewer proxy.compress.types, or add a node.");

  @SuppressWarnings("ImmutableEnumChecker") // a record with a copied list, which nobody can change
  private final Row row;

  ReverseMetric(Kind kind, String metricName, String help, String... labels) {
    this.row = new Row(kind, metricName, help, List.of(labels));
  }

  @Override
  public Row row() {
    return row;
  }
}
