package dev.weir.lab.scenario.relay;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.LoadOrder;
import dev.weir.lab.traffic.LoadResult;
import dev.weir.lab.traffic.LoadRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a hit costs that another node owns, beside one of the node's own: the client's time at a
/// given rate, how many a second at the most, and the node's processor time.
///
/// The two are measured in turn, so that whatever else the machine does befalls both. First come
/// rounds that do not count: programs that have just started compile themselves.
final class RelayCost {
  private static final int PER_SECOND = 500;
  private static final int REQUESTS = 1_500;
  private static final int ROUNDS = 3;
  private static final int ROUNDS_UNCOUNTED = 6;
  private static final int AT_ONCE = 8;
  private static final long EXTRA_MICROS_MAX = 1_000;
  private static final long SHARE_LEAST = 25;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Stage stage;
  private final LoadRun client;
  private final LabHost ingress;

  RelayCost(Stage stage, LoadRun client, LabHost ingress) {
    this.stage = stage;
    this.client = client;
    this.ingress = ingress;
  }

  /// What many requests have shown.
  private final class Cost {
    private final List<String> urls;
    private final List<Long> micros = new ArrayList<>();
    private Duration used = Duration.ZERO;
    private long misses;
    private double perSecond;

    Cost(List<String> urls) {
      this.urls = urls;
    }

    void pace() throws LabFailure, InterruptedException {
      Duration before = processorTime();
      var results = load(new LoadOrder(urls, REQUESTS, PER_SECOND, true));
      used = used.plus(processorTime().minus(before));
      results.forEach(result -> micros.add(result.micros()));
    }

    void rush() throws LabFailure, InterruptedException {
      var results = load(LoadOrder.closedLoop(urls, 2 * REQUESTS, AT_ONCE));
      long first = results.stream().mapToLong(LoadResult::startMicros).min().orElse(0);
      long last = results.stream().mapToLong(LoadResult::endMicros).max().orElse(0);
      perSecond = results.size() * 1e6 / Math.max(1, last - first);
    }

    private List<LoadResult> load(LoadOrder order) throws LabFailure, InterruptedException {
      client.begin(order);
      List<LoadResult> results = client.finish(LIMIT);
      misses += results.stream().filter(result -> result.failed() || !result.hit()).count();
      return results;
    }

    long medianMicros() {
      return micros.stream().sorted().skip(micros.size() / 2).findFirst().orElseThrow();
    }

    double nodeMicros() {
      return used.toNanos() / 1000.0 / micros.size();
    }
  }

  /// Measures with pages that the node keeps, and with pages that it does not.
  void measure(List<String> own, List<String> others) throws LabFailure, InterruptedException {
    rounds(new Cost(own), new Cost(others), ROUNDS_UNCOUNTED);
    var local = new Cost(own);
    var relay = new Cost(others);
    var machine = Idleness.now();
    rounds(local, relay, ROUNDS);
    stage.screen().timed("[4] machine   idle for %d %% of that time".formatted(machine.percent()));
    local.rush();
    relay.rush();
    report(local, relay);
  }

  private static void rounds(Cost local, Cost relay, int count)
      throws LabFailure, InterruptedException {
    for (int i = 0; i < count; i++) {
      local.pace();
      relay.pace();
    }
  }

  private void report(Cost local, Cost relay) {
    var findings = stage.findings();
    findings.equal("requests that were no hits", 0L, local.misses + relay.misses);
    findings.atMost(
        "a relayed hit's median beyond a local one's",
        EXTRA_MICROS_MAX,
        relay.medianMicros() - local.medianMicros(),
        " us");
    findings.atLeast(
        "relays a second, of 100 local hits",
        SHARE_LEAST,
        Math.round(100 * relay.perSecond / local.perSecond),
        "");
    findings.atLeast(
        "relays for the processor time of 100 local hits",
        SHARE_LEAST,
        Math.round(100 * local.nodeMicros() / relay.nodeMicros()),
        "");
    stage.screen().timed(line("local", local));
    stage.screen().timed(line("relayed", relay));
  }

  /// How long this machine has been idle, and how long at work, since it started: a median says
  /// something about Weir only where there was time left.
  private record Idleness(long idle, long all) {
    private static final int IDLE = 4;

    static Idleness now() throws LabFailure {
      try (var lines = Files.lines(Path.of("/proc/stat"))) {
        String[] words = lines.findFirst().orElse("").split(" +", -1);
        long all = Arrays.stream(words).skip(1).limit(8).mapToLong(Long::parseLong).sum();
        return new Idleness(Long.parseLong(words[IDLE]), all);
      } catch (IOException e) {
        throw new LabFailure("cannot read /proc/stat: " + e.getMessage(), e);
      }
    }

    /// Since then.
    long percent() throws LabFailure {
      var now = now();
      return 100 * (now.idle - idle) / Math.max(1, now.all - all);
    }
  }

  private static String line(String what, Cost cost) {
    return "[4] %-9s median %d us at %d/s; at most %.0f/s; the ingress's CPU %.0f us each"
        .formatted(what, cost.medianMicros(), PER_SECOND, cost.perSecond, cost.nodeMicros());
  }

  private Duration processorTime() throws LabFailure {
    return stage
        .programs()
        .process(ingress)
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new LabFailure("no processor time is known of " + ingress.name()));
  }
}
