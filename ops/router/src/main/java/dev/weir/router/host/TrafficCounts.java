package dev.weir.router.host;

import dev.weir.node.life.HostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the kernel has counted for the filters and route-maps of [TrafficScript].
///
/// nft is asked at most once a second, by whoever reads; any thread may.
public final class TrafficCounts {
  private static final Duration AGE_MAX = Duration.ofSeconds(1);
  private static final List<String> ASK =
      List.of("nft", "list", "counters", "table", "ip", TrafficScript.TABLE);
  private static final Pattern COUNTER =
      Pattern.compile("counter (\\w{1,32}) \\{\\s*packets (\\d{1,18})\\b");

  private final InstantSource clock;
  private final Consumer<String> onFailure;
  private Map<String, Long> packets = Map.of();
  private Instant due = Instant.MIN;
  private boolean installed;
  private boolean failing;

  /// Counts of a table that is going to be installed.
  ///
  /// @param onFailure is told why nft gives no numbers, once until it does again
  public TrafficCounts(InstantSource clock, Consumer<String> onFailure) {
    this.clock = clock;
    this.onFailure = onFailure;
  }

  /// From now on the table is there; until then nothing is counted.
  public synchronized void begin() {
    installed = true;
  }

  /// Packets that a filter has denied, by its place in the configuration.
  public long denied(int filter) {
    return of(TrafficScript.accessCounter(filter));
  }

  /// Packets that a route-map has sent to next hops, by its place in the configuration.
  public long routed(int policy) {
    return of(TrafficScript.policyCounter(policy));
  }

  /// The counters that nft has listed, with their packets.
  static Map<String, Long> read(String listed) {
    var counters = new HashMap<String, Long>();
    Matcher matcher = COUNTER.matcher(listed);
    while (matcher.find()) {
      counters.put(matcher.group(1), Long.parseLong(matcher.group(2)));
    }
    return Map.copyOf(counters);
  }

  private synchronized long of(String counter) {
    Instant now = clock.instant();
    if (installed && !now.isBefore(due)) {
      due = now.plus(AGE_MAX);
      ask();
    }
    return packets.getOrDefault(counter, 0L);
  }

  private void ask() {
    try {
      packets = read(CommandLine.run(ASK));
      failing = false;
    } catch (HostException e) {
      if (!failing) {
        onFailure.accept(String.valueOf(e.getMessage()));
      }
      failing = true;
    }
  }
}
