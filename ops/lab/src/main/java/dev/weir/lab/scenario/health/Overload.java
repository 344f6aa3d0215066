package dev.weir.lab.scenario.health;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Configurations;
import dev.weir.lab.program.NodeView;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.CacheStatus;
import dev.weir.lab.traffic.LoadOrder;
import dev.weir.lab.traffic.LoadResult;
import dev.weir.lab.traffic.LoadRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Clients hold more connections than a node wants to have: it gives new ones back to the router,
/// which their origin then answers itself, and goes on with those it has. When they have gone, it
/// takes new ones in again, step by step. The routers' table does not change for it.
public final class Overload implements Scenario.Script {
  private static final int HELD = 60;
  private static final int PER_SECOND = 20;
  private static final int STEPS_LEAST = 3;
  private static final long STEP_MILLIS = 2_000;
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final OriginName ORIGIN = OriginName.ALL.getFirst();

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startWeir(
        UnaryOperator.identity(),
        (cache, text) -> text.replace(Configurations.NO_RELIEF, "connections: 40, loop-delay: 5s"));
    LoadRun visitors = stage.programs().startClient(Plan.CLIENTS.getFirst());
    RouterView before = stage.awaitAssigned();
    LabHost busy = Plan.cacheAt(before.table().owner(ORIGIN.bucket()));
    visitors.awaitReady(LIMIT);
    var urls = List.of("http://" + ORIGIN.host() + "/object/0");
    visitors.begin(new LoadOrder(urls, PER_SECOND * 60, PER_SECOND, false));
    overload(stage, busy);
    long ended = recover(stage, busy);
    Thread.sleep(500);
    visitors.stop();
    served(stage, busy, visitors.finish(LIMIT), ended);
    RouterView after = stage.awaitAssigned();
    stage
        .findings()
        .equal("buckets moved", 0L, after.table().movedSince(before.table()).stream().count());
    stage.reportPrograms(after);
  }

  /// Until connections to the origin are given back, and those that are held have been used again.
  private static void overload(Stage stage, LabHost busy) throws LabFailure, InterruptedException {
    NodeView node = stage.node(busy);
    Process crowd = stage.programs().startCrowd(Plan.CLIENTS.getLast(), ORIGIN, HELD);
    try (BufferedReader said = crowd.inputReader();
        Writer ask = crowd.outputWriter()) {
      var findings = stage.findings();
      findings.equal("connections held", String.valueOf(HELD), said.readLine());
      stage
          .programs()
          .await(
              busy,
              busy.name() + " gives nothing back",
              LIMIT,
              () -> node.metric("weir_packets_returned_total", "reason=\"overload\"") > 0);
      stage
          .screen()
          .timed(
              "[2] overload  %s gives %.0f of its %.0f buckets back"
                  .formatted(
                      busy.name(),
                      node.metric("weir_buckets_given_back", ""),
                      node.metric("weir_buckets_owned", "")));
      String map = stage.programs().weir(busy, "show", "buckets").out();
      findings.equal(
          "weir show buckets says so", true, map.contains("too much to do: connections"));
      findings.equal("gate", 1.0, node.metric("weir_gate_open", ""));
      ask.write("again\n");
      ask.flush();
      findings.equal("held connections that go on", String.valueOf(HELD), said.readLine());
    } catch (IOException e) {
      throw new LabFailure("who holds connections does not speak: " + e.getMessage(), e);
    }
  }

  /// Follows the relief down to nothing; when that was, wall clock.
  private static long recover(Stage stage, LabHost busy) throws LabFailure, InterruptedException {
    NodeView node = stage.node(busy);
    var seen = new ArrayList<Double>();
    long began = System.nanoTime();
    stage
        .programs()
        .await(
            busy,
            busy.name() + " does not take its connections in again",
            LIMIT.plus(LIMIT),
            () -> {
              double relief = node.metric("weir_relief", "");
              if (seen.isEmpty() || seen.getLast() != relief) {
                seen.add(relief);
              }
              return relief == 0;
            });
    long millis = (System.nanoTime() - began) / 1_000_000;
    stage.screen().timed("[3] recovery  in %d ms by %s".formatted(millis, seen));
    int steps = seen.size() - 1;
    var findings = stage.findings();
    findings.atLeast("steps by which buckets came back", STEPS_LEAST, steps, "");
    findings.atLeast("they took", (steps - 1) * STEP_MILLIS, millis, " ms");
    List<NodeView.Event> events =
        node.events(0).stream().filter(event -> event.name().startsWith("overload")).toList();
    findings.equal(
        "events",
        "[overload-began, overload-ended]",
        events.stream().map(NodeView.Event::name).toList().toString());
    findings.equal(
        "cause", "connections", events.getFirst().fields().getOrDefault("cause", "none"));
    return System.currentTimeMillis();
  }

  private static void served(Stage stage, LabHost busy, List<LoadResult> visits, long ended) {
    List<CacheStatus> by = visits.stream().map(it -> CacheStatus.of(it.cacheStatus())).toList();
    long direct = by.stream().filter(it -> !it.present()).count();
    stage
        .screen()
        .timed(
            "[4] visits    %d, of which the origin itself answered %d"
                .formatted(visits.size(), direct));
    visits.stream()
        .filter(LoadResult::failed)
        .limit(5)
        .forEach(it -> stage.screen().line("      failed   " + it));
    var findings = stage.findings();
    findings.equal("failed visits", 0L, visits.stream().filter(LoadResult::failed).count());
    findings.atLeast("visits the origin answered itself", PER_SECOND, direct, "");
    findings.equal("cache before", busy.pseudonym(), by.getFirst().cache());
    findings.equal(
        "visits past the cache afterwards",
        0L,
        visits.stream()
            .filter(it -> it.startMicros() > ended * 1_000)
            .filter(it -> !CacheStatus.of(it.cacheStatus()).present())
            .count());
  }
}
