package dev.weir.cli.show.recent;

import dev.weir.cli.show.Answer;
import dev.weir.cli.show.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Who asked for what lately, by the lines of a node's access log.
public final class ClientsText {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final Set<String> HITS =
      Set.of("hit", "revalidated", "stale", "stale-if-error", "collapsed");
  private static final int NARROW_ROWS = 20;

  private ClientsText() {}

  /// `GET /v1/log` of a node: lines of JSON.
  public record Lines(List<String> lines) {
    /// Keeps a list that is never null.
    public Lines {
      lines = Answer.listOf(lines);
    }

    /// The requests that are understood.
    public List<Request> requests() {
      return lines.stream().flatMap(line -> request(line).stream()).toList();
    }

    private static Optional<Request> request(String line) {
      try {
        return Optional.of(JSON.readValue(line, Request.class));
      } catch (JacksonException _) {
        return Optional.empty();
      }
    }
  }

  /// One request.
  public record Request(
      @Nullable String time,
      @Nullable String client,
      @Nullable String url,
      @Nullable String result,
      int status,
      long bytes) {
    /// The host of its URL, or `-`.
    public String host() {
      return url == null ? "-" : url.replaceFirst("^[a-z]+://", "").replaceFirst("[/?:].*", "");
    }
  }

  /// What was asked under one name.
  public static final class Sum {
    private long requests;
    private long hits;
    private long failures;
    private long bytes;
    private @Nullable String last;

    private void add(Request request) {
      requests++;
      hits += request.result() != null && HITS.contains(request.result()) ? 1 : 0;
      failures += request.status() >= 500 || request.status() == 0 ? 1 : 0;
      bytes += request.bytes();
      last = request.time();
    }

    /// How many requests.
    public long requests() {
      return requests;
    }

    /// What part of them was answered from the store, such as `50 %`.
    public String hitRatio() {
      return hits * 100 / Math.max(1, requests) + " %";
    }

    /// What they were sent.
    public String sent() {
      return octets((double) bytes);
    }
  }

  /// Sums by a name, the busiest first.
  public static List<Map.Entry<String, Sum>> busiest(
      List<Request> requests, Function<Request, @Nullable String> by) {
    var sums = new LinkedHashMap<String, Sum>();
    for (Request request : requests) {
      sums.computeIfAbsent(Text.value(by.apply(request)), _ -> new Sum()).add(request);
    }
    var sorted = new ArrayList<>(sums.entrySet());
    sorted.sort(
        Comparator.comparingLong((Map.Entry<String, Sum> it) -> it.getValue().requests).reversed());
    return sorted;
  }

  /// As text for a terminal: the 20 busiest, or all with failures and the last request's time.
  public static String of(Lines page, boolean wide) {
    List<Request> requests = page.requests();
    if (requests.isEmpty()) {
      return "Nobody has asked for anything yet.\n";
    }
    var sums = busiest(requests, Request::client);
    var table =
        wide
            ? new Columns("Client", ">Requests", ">Hits", ">Sent", ">Failed", "Last")
            : new Columns("Client", ">Requests", ">Hits", ">Sent");
    for (var entry : sums.subList(0, wide ? sums.size() : Math.min(NARROW_ROWS, sums.size()))) {
      Sum sum = entry.getValue();
      if (wide) {
        table.row(entry.getKey(), sum.requests, sum.hitRatio(), sum.sent(), sum.failures, sum.last);
      } else {
        table.row(entry.getKey(), sum.requests, sum.hitRatio(), sum.sent());
      }
    }
    return table
        + "\n%d clients in the last %d requests.%n".formatted(sums.size(), requests.size());
  }

  /// A size with three digits or so, such as `12.3 MiB`.
  public static String octets(double octets) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    double size = octets;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return String.format(
        java.util.Locale.ROOT, unit == 0 || size >= 100 ? "%.0f %s" : "%.1f %s", size, units[unit]);
  }
}
