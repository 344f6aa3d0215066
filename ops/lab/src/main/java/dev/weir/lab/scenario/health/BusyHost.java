package dev.weir.lab.scenario.health;

import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.capture.Seen;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.NodeView;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.LoadOrder;
import dev.weir.lab.traffic.LoadResult;
import dev.weir.lab.traffic.LoadRun;
import dev.weir.wccp.message.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Other programs take all the processor time of a node's host: it goes on saying HERE_I_AM in
/// time, its self-test takes nobody for dead, and its clients are served.
public final class BusyHost implements Scenario.Script {
  private static final int BURNERS = 8;
  private static final int PER_SECOND = 10;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Duration burn;
  private final Duration gapMax;

  private BusyHost(Duration burn, Duration gapMax) {
    this.burn = burn;
    this.gapMax = gapMax;
  }

  /// Ten intervals of a second. A router asks whether a cache is there after two and a half.
  public static BusyHost everySecond() {
    return new BusyHost(Duration.ofSeconds(10), Duration.ofMillis(2_400));
  }

  /// Six intervals of ten seconds.
  public static BusyHost everyTenSeconds() {
    return new BusyHost(Duration.ofSeconds(60), Duration.ofSeconds(12));
  }

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startWeir();
    LoadRun visitors = stage.programs().startClient(Plan.CLIENTS.getFirst());
    RouterView before = stage.awaitAssigned();
    visitors.awaitReady(LIMIT);
    Capture wire = stage.capture(Plan.ROUTER, "rn", "udp port 2048");
    visitors.begin(new LoadOrder(OriginName.urls(60), 120 * PER_SECOND, PER_SECOND, false));
    long from = now();
    var burners = new ArrayList<Process>();
    for (int i = 0; i < BURNERS; i++) {
      burners.add(stage.programs().startBurner(Plan.CACHES.get(i % Plan.CACHES.size())));
    }
    Thread.sleep(burn);
    long until = now();
    burners.forEach(Process::destroy);
    visitors.stop();
    List<LoadResult> visits = visitors.finish(LIMIT);
    wire.stop();
    for (LabHost cache : Plan.CACHES) {
      judge(stage, cache, gaps(wire.seen(), cache, from, until));
    }
    stage.findings().equal("failed visits", 0L, visits.stream().filter(LoadResult::failed).count());
    RouterView after = stage.awaitAssigned();
    stage
        .findings()
        .equal("buckets moved", 0L, after.table().movedSince(before.table()).stream().count());
    stage.reportPrograms(after);
  }

  private void judge(Stage stage, LabHost cache, List<Long> gaps) throws InterruptedException {
    NodeView node = stage.node(cache);
    long longest = gaps.stream().mapToLong(Long::longValue).max().orElse(Long.MAX_VALUE);
    long late = selfTests(node, "late");
    long missed = 0;
    for (String result : List.of("tun", "no_connection", "refused", "no_answer")) {
      missed += selfTests(node, result);
    }
    stage
        .screen()
        .timed(
            "[2] busy      %s: %d HERE_I_AM, longest gap %d ms; self-tests late %d, missed %d"
                .formatted(cache.name(), gaps.size() + 1, longest, late, missed));
    var findings = stage.findings();
    findings.atLeast("HERE_I_AM of " + cache.name(), 4L, gaps.size(), "");
    findings.atMost("longest gap of " + cache.name(), gapMax.toMillis(), longest, " ms");
    findings.equal(
        "gates closed at " + cache.name(),
        0L,
        node.events(0).stream().filter(it -> it.name().equals("gate-closed")).count());
  }

  private static long selfTests(NodeView node, String result) throws InterruptedException {
    return (long) node.metric("weir_self_tests_total", "result=\"" + result + "\"");
  }

  /// Milliseconds between one HERE_I_AM and the next.
  private static List<Long> gaps(List<Seen> all, LabHost cache, long from, long until) {
    List<Long> at =
        all.stream()
            .filter(seen -> seen instanceof Seen.Wccp it && it.message() instanceof Message.HereIAm)
            .filter(seen -> seen.source().equals(cache.address()))
            .map(Seen::atMicros)
            .filter(micros -> micros >= from && micros <= until)
            .toList();
    var gaps = new ArrayList<Long>();
    for (int i = 1; i < at.size(); i++) {
      gaps.add((at.get(i) - at.get(i - 1)) / 1_000);
    }
    return gaps;
  }

  private static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
