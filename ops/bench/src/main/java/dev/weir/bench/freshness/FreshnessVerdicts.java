package dev.weir.bench.freshness;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.rule.Storability;
import dev.weir.cache.rule.StoredResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/// Draws cases and says, a line of JSON each, what our rules make of them.
/// `ops/bench/freshness-oracle` runs it.
public final class FreshnessVerdicts {
  private static final int CASES = 100_000;

  private FreshnessVerdicts() {}

  /// Prints so many cases, 100,000 unless told, of a seed, 1 unless told.
  public static void main(String[] arguments) {
    int cases = arguments.length > 0 ? Integer.parseInt(arguments[0]) : CASES;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    var random = new SplittableRandom(seed);
    var out = new StringBuilder();
    for (int i = 0; i < cases; i++) {
      out.append(line(FreshnessCase.draw(random))).append('\n');
    }
    System.out.print(out);
  }

  private static String line(FreshnessCase drawn) {
    var arrival = new Arrival(FreshnessCase.RECEIVED, FreshnessCase.RECEIVED);
    var verdict = new LinkedHashMap<String, Object>();
    verdict.put("received", FreshnessCase.RECEIVED.toEpochMilli());
    verdict.put("first", request(drawn.first()));
    verdict.put("status", drawn.response().status());
    verdict.put("response", headers(drawn.response().fields()));
    verdict.put("second", request(drawn.second()));
    verdict.put("elapsed", drawn.elapsed());
    switch (Storability.of(drawn.first(), drawn.response(), arrival)) {
      case Storability.Refused(Storability.Reason why) -> verdict.put("refused", why.name());
      case Storability.Storable _ -> {
        var stored = StoredResponse.of(drawn.first(), drawn.response(), Body.EMPTY, arrival);
        Instant now = FreshnessCase.RECEIVED.plusSeconds(drawn.elapsed());
        verdict.put("source", stored.freshness().source().name());
        verdict.put("lifetime", stored.freshness().lifetime().toSeconds());
        verdict.put("age", stored.freshness().age(now).toSeconds());
        verdict.put("reuse", reuse(drawn, stored, now));
      }
    }
    return json(verdict);
  }

  private static String reuse(FreshnessCase drawn, StoredResponse stored, Instant now) {
    Optional<StoredResponse> selected =
        Optional.of(stored).filter(it -> it.selection().matches(drawn.second().fields()));
    return switch (Reuse.of(drawn.second(), true, selected, 0, now)) {
      case Reuse.Serve _ -> "serve";
      case Reuse.ServeStale _ -> "serve stale";
      case Reuse.Validate(_, Reuse.Cause why) -> "ask " + why.name().toLowerCase(Locale.ROOT);
      case Reuse.Fetch(Reuse.Cause why) -> "ask " + why.name().toLowerCase(Locale.ROOT);
      case Reuse.Decline() -> "decline";
    };
  }

  private static Map<String, Object> request(RequestHead head) {
    var request = new LinkedHashMap<String, Object>();
    request.put("method", head.method());
    request.put("url", head.target());
    request.put("headers", headers(head.fields()));
    return request;
  }

  private static Map<String, Object> headers(Fields fields) {
    var headers = new LinkedHashMap<String, Object>();
    fields.forEach(line -> headers.put(line.name().toLowerCase(Locale.ROOT), line.value()));
    return headers;
  }

  private static String json(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> quoted("" + entry.getKey()) + ":" + json(entry.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case Number number -> number.toString();
      default -> quoted(value.toString());
    };
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
