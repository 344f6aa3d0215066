package dev.weir.cli.status;

import dev.weir.cli.show.recent.ClientsText;
import dev.weir.cli.show.recent.Columns;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `weir top`: what a node does each second, and for whom. Pure.
final class TopText {
  private static final int ROWS = 8;

  private TopText() {}

  /// @param numbers of this while
  /// @param now of this moment
  /// @param log the last requests; empty: no access log is kept
  static String of(Samples numbers, Samples now, Duration during, Optional<ClientsText.Lines> log) {
    double seconds = Math.max(1, during.toMillis()) / 1000.0;
    double requests = numbers.sum("weir_http_requests_total");
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "Requests/s %.1f   from the store %s   errors/s %.1f   connections %.0f%n",
            requests / seconds,
            StatusText.share(numbers.hits(), requests),
            numbers.sum("weir_http_requests_total", "result", "error") / seconds,
            now.sum("weir_http_connections")));
    text.append(
        String.format(
            Locale.ROOT,
            "Fetches/s  %.1f   packets/s in GRE %.1f   given back/s %.1f   load %.2f%n",
            numbers.sum("weir_origin_fetches_total") / seconds,
            numbers.sum("weir_gre_packets_total") / seconds,
            numbers.sum("weir_packets_returned_total") / seconds,
            now.most("weir_load")));
    text.append(
        String.format(
            Locale.ROOT,
            "Stored     %.0f objects, %s in memory, %s on disks%n",
            now.sum("weir_cache_objects") + now.sum("weir_disk_objects"),
            ClientsText.octets(now.sum("weir_cache_bytes")),
            ClientsText.octets(now.sum("weir_disk_bytes"))));
    if (log.isEmpty()) {
      return text + "\nWith log.access in its file the node would tell hosts and clients, too.\n";
    }
    List<ClientsText.Request> requestsSeen = log.get().requests();
    text.append("\nOf the last ").append(requestsSeen.size()).append(" requests:\n");
    text.append(table("Host", ClientsText.busiest(requestsSeen, ClientsText.Request::host)));
    text.append('\n');
    text.append(table("Client", ClientsText.busiest(requestsSeen, ClientsText.Request::client)));
    return text.toString();
  }

  private static String table(String what, List<Map.Entry<String, ClientsText.Sum>> sums) {
    var table = new Columns(what, ">Requests", ">Hits", ">Sent");
    for (var sum : sums.subList(0, Math.min(ROWS, sums.size()))) {
      String name = sum.getKey();
      table.row(
          name.length() > 44 ? name.substring(0, 41) + "..." : name,
          sum.getValue().requests(),
          sum.getValue().hitRatio(),
          sum.getValue().sent());
    }
    return table.toString();
  }
}
