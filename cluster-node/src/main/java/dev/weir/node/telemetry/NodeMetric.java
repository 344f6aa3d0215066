package dev.weir.node.telemetry;

import java.util.List;

/// Every number a node exports.
public enum NodeMetric implements MetricRow {
  START_SECONDS(
      Kind.GAUGE,
      "weir_start_seconds",
      "Seconds from the start of the process to its first listening socket."),
  HTTP_REQUESTS(
      Kind.COUNTER,
      "weir_http_requests",
      "Requests by how they were answered. Many pass: look at weir_host_check. Many error: look at"
          + " weir_origin_fetches.",
      "result"),
  HTTP_REQUEST_SECONDS(
      Kind.TIMER,
      "weir_http_request_seconds",
      "From a request's head to the end of its response, by how it was answered.",
      "result"),
  HTTP_REFUSED(
      Kind.COUNTER,
      "weir_http_refused",
      "Requests refused before anything was done about them. A burst is a broken client or an"
          + " attack.",
      "reason"),
  HTTP_CONNECTIONS(
      Kind.GAUGE,
      "weir_http_connections",
      "Open client connections. At the limit further ones are closed at once."),
  HTTP_CONNECTIONS_CLOSED(
      Kind.COUNTER,
      "weir_http_connections_closed",
      "Client connections closed before a request, by reason: own-address (somebody connected to"
          + " the listener itself), limit, idle, aborted (in the middle of an answer).",
      "reason"),
  HOST_CHECK(
      Kind.COUNTER,
      "weir_host_check",
      "Whether Host was where the connection went. Only verified and literal use the cache. Many"
          + " others: the node's name servers are not those of the clients.",
      "result"),
  ORIGIN_FETCHES(
      Kind.COUNTER,
      "weir_origin_fetches",
      "Exchanges with origins by their end. Anything but ok: the origin, or the way to it.",
      "result"),
  CACHE_OBJECTS(Kind.GAUGE, "weir_cache_objects", "Stored URLs."),
  CACHE_BYTES(
      Kind.GAUGE,
      "weir_cache_bytes",
      "What the stored URLs weigh, in octets, overhead included. It stays at the capacity once"
          + " there is more to keep than room."),
  CACHE_EVICTIONS(
      Kind.COUNTER,
      "weir_cache_evictions",
      "URLs pushed out to make room. A high rate with a low hit ratio: give cache.memory more.");

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
