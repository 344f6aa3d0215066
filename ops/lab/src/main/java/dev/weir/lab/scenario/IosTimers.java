package dev.weir.lab.scenario;

import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.capture.Seen;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Configurations;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.program.RouterWatch;
import dev.weir.lab.report.Findings;
import dev.weir.lab.scenario.step.Assignment;
import dev.weir.lab.screen.Screen;
import dev.weir.lab.stage.Stage;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A router that offers no choice of timers, as older ones do (§7.1): all goes by 10 s.
final class IosTimers implements Scenario.Script {
  private static final Duration REMOVAL_LIMIT = Duration.ofSeconds(45);
  private static final long INTERVAL_MILLIS = 10_000;
  private static final long INTERVAL_TOLERANCE_MILLIS = 1_500;
  private static final long ASSIGN_MILLIS_MIN = 15_000;
  private static final long ASSIGN_MILLIS_MAX = 27_000;
  private static final long QUERY_MILLIS = 25_000;
  private static final long REMOVAL_MILLIS = 30_000;

  /// What a busy machine may add; query and removal are 5 s apart.
  private static final long LATENESS_MILLIS_MAX = 2_000;

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    Capture wire = stage.capture(Plan.ROUTER, "rn", FirstPacket.WEIR_PACKETS);
    stage.startWeir(
        router -> router,
        (cache, text) ->
            text.replace(Configurations.AT_ONCE, Configurations.AT_ONCE + ", fast-evict: off"));
    RouterView assigned = new Assignment(stage, wire).play();
    LabHost victim = FirstPacket.victim(assigned);
    RouterWatch.Sighting removed;
    try (RouterWatch watch = stage.watchRouter()) {
      watch.await("any answer", _ -> true, REMOVAL_LIMIT);
      stage.programs().kill(victim);
      stage.screen().timed("[4] kill -9   " + victim.name());
      removed =
          watch.await(
              "a list without " + victim.name(),
              view -> view.usableCaches() == Plan.CACHES.size() - 1,
              REMOVAL_LIMIT);
    }
    wire.stop();
    new Timeline(wire.seen()).judge(stage, victim, removed);
  }

  /// The messages of a run, in the order of the wire.
  private static final class Timeline {
    private final List<Seen> all;

    Timeline(List<Seen> all) {
      this.all = all;
    }

    void judge(Stage stage, LabHost victim, RouterWatch.Sighting removed) throws LabFailure {
      Findings findings = stage.findings();
      findings.equal(
          "WCCP and GRE packets on the wire that do not decode",
          0L,
          all.stream().filter(Seen.Malformed.class::isInstance).count());
      findings.equal(
          "messages with capability 4 or 5", 0L, messages().filter(Timeline::hasTimers).count());
      LabHost steady = Plan.CACHES.get(1); // the designated one has more to say
      rhythm(steady, findings);
      assignment(stage);
      long silentSince = greetings(victim).getLast().atMicros();
      Seen.Wccp query =
          first(
              seen ->
                  seen.message() instanceof Message.RemovalQuery
                      && seen.destination().equals(victim.address()),
              "REMOVAL_QUERY");
      long queried = (query.atMicros() - silentSince) / 1_000;
      long gone = (removed.atMicros() - silentSince) / 1_000;
      within(findings, "last HERE_I_AM to REMOVAL_QUERY", QUERY_MILLIS, queried);
      within(findings, "last HERE_I_AM to removal", REMOVAL_MILLIS, gone);
      stage
          .screen()
          .timed(
              "[5] silence   REMOVAL_QUERY after %s, removed after %s"
                  .formatted(Screen.seconds(queried), Screen.seconds(gone)));
    }

    private void rhythm(LabHost cache, Findings findings) {
      List<Seen.Wccp> greetings = greetings(cache).stream().filter(Timeline::echoes).toList();
      findings.atLeast("HERE_I_AM of " + cache.name(), 5, greetings.size(), "");
      for (int i = 1; i < greetings.size(); i++) {
        long gap = (greetings.get(i).atMicros() - greetings.get(i - 1).atMicros()) / 1_000;
        findings.add(
            "HERE_I_AM %d of %s after the one before".formatted(i + 1, cache.name()),
            INTERVAL_MILLIS + " +- " + INTERVAL_TOLERANCE_MILLIS + " ms",
            gap + " ms",
            Math.abs(gap - INTERVAL_MILLIS) <= INTERVAL_TOLERANCE_MILLIS);
      }
    }

    private void assignment(Stage stage) throws LabFailure {
      Seen.Wccp assign =
          first(seen -> seen.message() instanceof Message.RedirectAssign, "REDIRECT_ASSIGN");
      Seen.Wccp whole =
          first(
              seen ->
                  seen.destination().equals(assign.source())
                      && seen.message() instanceof Message.ISeeYou answer
                      && usable(answer)
                          .containsAll(Plan.CACHES.stream().map(LabHost::address).toList()),
              "I_SEE_YOU that lists all caches");
      long waited = (assign.atMicros() - whole.atMicros()) / 1_000;
      stage
          .findings()
          .add(
              "the list is whole to REDIRECT_ASSIGN",
              ASSIGN_MILLIS_MIN + " to " + ASSIGN_MILLIS_MAX + " ms",
              waited + " ms",
              waited >= ASSIGN_MILLIS_MIN && waited <= ASSIGN_MILLIS_MAX);
    }

    private static void within(Findings findings, String name, long due, long was) {
      findings.add(
          name,
          due + " to " + (due + LATENESS_MILLIS_MAX) + " ms",
          was + " ms",
          was >= due && was <= due + LATENESS_MILLIS_MAX);
    }

    private Stream<Seen.Wccp> messages() {
      return all.stream()
          .flatMap(seen -> seen instanceof Seen.Wccp message ? Stream.of(message) : Stream.empty());
    }

    private Seen.Wccp first(Predicate<Seen.Wccp> which, String what) throws LabFailure {
      return messages()
          .filter(which)
          .findFirst()
          .orElseThrow(() -> new LabFailure(what + " is not in the capture"));
    }

    private List<Seen.Wccp> greetings(LabHost cache) {
      return messages()
          .filter(seen -> seen.message() instanceof Message.HereIAm)
          .filter(seen -> seen.source().equals(cache.address()))
          .toList();
    }

    /// The first one has heard nobody, and the second one follows the answer to it at once.
    private static boolean echoes(Seen.Wccp seen) {
      return seen.message() instanceof Message.HereIAm hello
          && hello.view().routers().stream()
              .anyMatch(router -> !router.receiveId().equals(ReceiveId.NONE));
    }

    private static List<String> usable(Message.ISeeYou answer) {
      return answer.view().caches().stream()
          .map(CacheIdentity::address)
          .map(address -> String.valueOf(address.getHostAddress()))
          .toList();
    }

    private static boolean hasTimers(Seen.Wccp seen) {
      Optional<Component.Capabilities> capabilities =
          switch (seen.message()) {
            case Message.ISeeYou it -> it.capabilities();
            case Message.HereIAm it -> it.capabilities();
            default -> Optional.empty();
          };
      return capabilities.stream()
          .flatMap(it -> it.elements().stream())
          .anyMatch(it ->
              it instanceof Capability.TransmitInterval || it instanceof Capability.TimerScale);
    }
  }
}
