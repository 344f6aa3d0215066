package dev.weir.lab;

import dev.weir.lab.host.HostTrace;
import dev.weir.lab.host.StateFolder;
import dev.weir.lab.host.Sweep;
import dev.weir.lab.net.Network;
import dev.weir.lab.report.Check;
import dev.weir.lab.report.Findings;
import dev.weir.lab.report.Report;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.screen.Screen;
import dev.weir.lab.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One run from the first namespace to the last line.
///
/// A signal at any moment ends the script, tears down and leaves: the hook waits a little for the
/// script to let go, so that nothing is made behind the sweep's back.
final class Performance {
  private static final long LET_GO_SECONDS = 5;

  private final LabOptions options;
  private final Scenario scenario;
  private final Screen screen;
  private final StateFolder state;
  private final CountDownLatch letGo = new CountDownLatch(1);
  private volatile boolean stopping;

  Performance(LabOptions options, Scenario scenario, Screen screen, StateFolder state) {
    this.options = options;
    this.scenario = scenario;
    this.screen = screen;
    this.state = state;
  }

  /// Plays and gives what was found; nothing when a signal has ended it.
  Optional<Report> play() throws IOException, LabFailure, InterruptedException {
    var sweep = new Sweep(state);
    sweep.clean();
    List<String> stays = sweep.left();
    if (!stays.isEmpty()) {
      throw new LabFailure(
          "an earlier lab left what cannot be removed: " + String.join(", ", stays));
    }
    state.clear();
    state.begin();
    var teardown = new Teardown(state, HostTrace.take());
    Thread player = Thread.currentThread();
    var hook = new Thread(() -> stop(player, teardown), "tear-down");
    Runtime.getRuntime().addShutdownHook(hook);
    var stage = new Stage(state, options, scenario.dialect(), screen);
    boolean wentThrough = false;
    try {
      wentThrough = playScript(stage);
    } finally {
      letGo.countDown();
    }
    if (stopping) {
      hook.join();
      return Optional.empty();
    }
    if (options.keep() && wentThrough) {
      Report soFar = stage.findings().report(scenario.name(), screen.elapsedMillis());
      write(soFar);
      int held = soFar.checks().size() - stage.findings().failed().size();
      screen.timed("until here %d of %d checks held".formatted(held, soFar.checks().size()));
      new Visit(screen).awaitEnd(stage, options.broken());
    }
    Report report = end(stage, teardown);
    removeHook(hook);
    return Optional.of(report);
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      return; // the JVM is ending: the hook runs and finds nothing to do
    }
  }

  /// Whether the script went through to its end, whatever its checks say.
  private boolean playScript(Stage stage) throws InterruptedException {
    screen.line(
        Screen.withEnd(
            "weir lab: one router, three caches, two clients - and nobody configured a proxy",
            scenario.name()));
    try {
      new Network(state).make();
      scenario.script().play(stage);
      return true;
    } catch (LabFailure e) {
      stage.findings().add("the run", "goes through", String.valueOf(e.getMessage()), false);
      return false;
    } catch (InterruptedException e) {
      if (!stopping) {
        throw e;
      }
      return false;
    }
  }

  private Report end(Stage stage, Teardown teardown)
      throws IOException, LabFailure, InterruptedException {
    if (!stage.findings().failed().isEmpty()) {
      keepLogs();
    }
    stage.programs().killAll();
    List<String> left = teardown.once();
    String found = left.isEmpty() ? "nothing" : String.join(", ", left);
    screen.timed("[8] torn down; left behind: " + found);
    stage.findings().equal("left behind", "nothing", found);
    Report report = stage.findings().report(scenario.name(), screen.elapsedMillis());
    write(report);
    verdict(report, stage.findings());
    return report;
  }

  private void write(Report report) throws IOException {
    if (options.json().isPresent()) {
      Files.writeString(options.json().get(), report.json());
    }
  }

  private void verdict(Report report, Findings findings) {
    for (Check check : findings.failed()) {
      screen.line(
          "  FAILED  %s: expected %s, was %s"
              .formatted(check.name(), check.expected(), check.actual()));
    }
    int all = report.checks().size();
    screen.line(
        "%s  %d of %d checks, %s.   Next:"
            .formatted(
                report.verdict(),
                all - findings.failed().size(),
                all,
                Screen.seconds(report.elapsedMillis())));
    screen.line(
        "  ./weir lab --keep             stay inside: curl from client-1, show wccp on r1,"
            + " kill a cache");
    screen.line(
        "  ./weir lab --pcap out         read the same packets in Wireshark"
            + "       ./weir lab list   more scenarios");
  }

  /// The logs of a failed run survive it.
  private void keepLogs() throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("weir-lab-");
    dev.weir.lab.host.Shell.run(
        "sh",
        "-c",
        "cp \"$0\"/*.log \"$0\"/*.yaml \"$1\"",
        state.run().toString(),
        folder.toString());
    screen.line("  the programs' logs are kept in " + folder);
  }

  /// The way out when a signal came: runs in the shutdown hook.
  private void stop(Thread player, Teardown teardown) {
    stopping = true;
    screen.mute();
    if (letGo.getCount() > 0) {
      player.interrupt();
    }
    try {
      letGo.await(LET_GO_SECONDS, TimeUnit.SECONDS);
      List<String> left = teardown.once();
      screen.lastWord(
          "weir lab: ended by a signal; left behind: "
              + (left.isEmpty() ? "nothing" : String.join(", ", left)));
    } catch (LabFailure e) {
      screen.lastWord("weir lab: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
