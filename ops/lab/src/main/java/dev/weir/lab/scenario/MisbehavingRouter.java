package dev.weir.lab.scenario;

import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.capture.Seen;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.NodeView;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.program.RouterWatch;
import dev.weir.lab.screen.Screen;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import dev.weir.wccp.message.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Every fault that the router has on demand: it shows, traffic gets through, and all is well
/// again.
final class MisbehavingRouter implements Scenario.Script {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration AGAIN = Duration.ofSeconds(60);
  private static final long DELAY_MILLIS = 200;
  private static final long SLOW_MILLIS_MAX = 2_000; // far less than a cache waits

  /// Behind one that still waits, and less than two delays.
  private static final long QUICK_MILLIS_MAX = 2 * DELAY_MILLIS - 1;

  private static final String FAULTS = "weir_router_faults_total";
  private static final String REFUSED = "weir_router_wccp_refused_total";

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    Capture wire = stage.capture(Plan.ROUTER, "rn", FirstPacket.WEIR_PACKETS);
    stage.startWeir();
    RouterView assigned = stage.awaitAssigned();
    confirmed(stage, assigned);
    stage.screen().timed("[1] assigned  key " + assigned.key());
    try (RouterWatch watch = stage.watchRouter()) {
      watch.await("any answer", _ -> true, SOON);
      new Faults(stage, wire, watch).all(assigned);
    }
    wire.stop();
    for (String kind : List.of("flush", "stale-receive-id", "reboot")) {
      stage.findings().equal("times that " + kind + " is counted", 1.0, counted(stage, kind));
    }
    for (String kind : List.of("drop", "delay")) {
      boolean some = counted(stage, kind) > 0;
      stage.findings().equal("messages are counted of " + kind, true, some);
    }
  }

  /// The designated cache has seen its table in force: what a router loses before, it gets again.
  private static void confirmed(Stage stage, RouterView assigned)
      throws LabFailure, InterruptedException {
    LabHost designated = Plan.cacheAt(assigned.designated());
    NodeView node = stage.node(designated);
    stage
        .programs()
        .await(
            designated,
            "does not know the table in force",
            SOON,
            () -> node.key().equals(assigned.key()));
  }

  private static double counted(Stage stage, String kind) throws InterruptedException {
    return stage.router().metric(FAULTS, "kind=\"" + kind + "\"");
  }

  /// One after the other, while the router is watched.
  private record Faults(Stage stage, Capture wire, RouterWatch watch) {
    void all(RouterView before) throws LabFailure, InterruptedException {
      RouterView flushed = flush(before);
      repeatedId();
      RouterView rebooted = reboot(flushed);
      late(rebooted);
      deaf();
    }

    private RouterView flush(RouterView before) throws LabFailure, InterruptedException {
      begin("flush");
      RouterView gone = until("an empty table", view -> view.table().assigned() == 0, SOON);
      stage.findings().equal("flush: caches that stay", 3, gone.usableCaches());
      passesCaches("/flushed");
      RouterView again = untilAssigned();
      stage
          .findings()
          .add("flush: the next table", "not " + before.key(), again.key(), renewed(before, again));
      stage.screen().timed("[2] flush     table gone, " + again.key() + " instead");
      return again;
    }

    private void repeatedId() throws LabFailure, InterruptedException {
      begin("stale-receive-id");
      stage
          .programs()
          .await(
              Plan.ROUTER,
              "no refused echo",
              SOON,
              () -> stage.router().metric(REFUSED, "cause=\"stale-receive-id\"") > 0);
      stage.findings().equal("receive ids that are told twice", 1L, repeated());
      RouterView now = until("all caches", view -> view.usableCaches() == 3, SOON);
      stage.findings().equal("stale receive id: assigned buckets", 256, now.table().assigned());
      stage.screen().timed("[3] stale id  told twice, its echo refused, nobody lost");
    }

    private RouterView reboot(RouterView before) throws LabFailure, InterruptedException {
      long since = micros(); // its first answer may be quicker than the word that it reboots
      begin("reboot");
      until("no usable cache", view -> view.usableCaches() == 0, SOON);
      passesCaches("/rebooted");
      RouterView again = untilAssigned();
      stage.findings().equal("reboot: the lowest receive id", 1L, lowestId(since).orElse(0));
      stage
          .findings()
          .add(
              "reboot: the next table", "not " + before.key(), again.key(), renewed(before, again));
      stage.screen().timed("[4] reboot    receive ids from 1, 3 caches back, " + again.key());
      return again;
    }

    private void late(RouterView before) throws LabFailure, InterruptedException {
      long since = begin("delay?millis=" + DELAY_MILLIS);
      long slow = answerTime(since);
      stage
          .findings()
          .add(
              "delay: HERE_I_AM to I_SEE_YOU",
              2 * DELAY_MILLIS + " to " + SLOW_MILLIS_MAX + " ms",
              slow + " ms",
              slow >= 2 * DELAY_MILLIS && slow <= SLOW_MILLIS_MAX);
      long quick = answerTime(begin("none"));
      stage
          .findings()
          .atMost("delay ended: HERE_I_AM to I_SEE_YOU", QUICK_MILLIS_MAX, quick, " ms");
      RouterView now = until("any answer", _ -> true, SOON);
      stage.findings().equal("delay: key that stays", before.key(), now.key());
      stage.screen().timed("[5] delay     answers take %d ms, then %d ms".formatted(slow, quick));
    }

    private void deaf() throws LabFailure, InterruptedException {
      long since = begin("drop?percent=100");
      until("no usable cache", view -> view.usableCaches() == 0, SOON);
      stage.findings().equal("drop: messages of the router", 0L, said(since, Plan.ROUTER).count());
      passesCaches("/dropped");
      long ended = begin("none");
      untilAssigned();
      String back = Screen.seconds((micros() - ended) / 1_000);
      Curl.Answer answer = ask("/again");
      stage.findings().equal("a cache answers again", true, answer.cacheStatus().present());
      stage.screen().timed("[6] drop      all caches lost, all back after " + back);
    }

    /// Asks for the fault, and gives the time from which on it shows, in microseconds since 1970.
    private long begin(String fault) throws LabFailure, InterruptedException {
      stage.router().post("/v1/faults/" + fault);
      watch.forget();
      return micros();
    }

    private RouterView untilAssigned() throws LabFailure, InterruptedException {
      return until(
          "three caches and a table",
          view -> view.usableCaches() == 3 && view.table().assigned() == 256,
          AGAIN);
    }

    private RouterView until(
        String what, java.util.function.Predicate<RouterView> condition, Duration limit)
        throws LabFailure, InterruptedException {
      return watch.await(what, condition, limit).view();
    }

    private static boolean renewed(RouterView before, RouterView now) {
      return !now.key().isEmpty() && !now.key().equals(before.key());
    }

    private void passesCaches(String path) throws LabFailure, InterruptedException {
      Curl.Answer answer = ask(path);
      stage.findings().equal("status of " + path, 200, answer.status());
      stage.findings().equal(path + " comes by a cache", false, answer.cacheStatus().present());
    }

    private static Curl.Answer ask(String path) throws LabFailure, InterruptedException {
      String url = "http://" + OriginName.ALL.getFirst().host() + path;
      return Curl.get(Plan.CLIENTS.getFirst(), url, SOON);
    }

    private long repeated() throws LabFailure {
      List<Seen.Wccp> answers = answers(0).toList();
      return answers.size() - answers.stream().mapToLong(Seen.Wccp::receiveId).distinct().count();
    }

    /// An answer that was under way when the fault was asked for still counts on.
    private OptionalLong lowestId(long since) throws LabFailure {
      return answers(since).mapToLong(Seen.Wccp::receiveId).min();
    }

    /// How long the first HERE_I_AM of a cache since then waits for its answer, in milliseconds.
    private long answerTime(long since) throws LabFailure, InterruptedException {
      LabHost cache = Plan.CACHES.get(1);
      stage
          .programs()
          .await(Plan.ROUTER, "no answer to " + cache.name(), SOON, () -> time(since, cache) >= 0);
      return time(since, cache);
    }

    private long time(long since, LabHost cache) throws LabFailure {
      long called = said(since, cache).mapToLong(Seen::atMicros).findFirst().orElse(Long.MAX_VALUE);
      long answered =
          answers(called)
              .filter(seen -> seen.destination().equals(cache.address()))
              .mapToLong(Seen::atMicros)
              .findFirst()
              .orElse(-1);
      return answered < 0 ? -1 : (answered - called) / 1_000;
    }

    private Stream<Seen.Wccp> answers(long since) throws LabFailure {
      return said(since, Plan.ROUTER).filter(seen -> seen.message() instanceof Message.ISeeYou);
    }

    private Stream<Seen.Wccp> said(long since, LabHost speaker) throws LabFailure {
      return wire.seen().stream()
          .flatMap(seen -> seen instanceof Seen.Wccp message ? Stream.of(message) : Stream.empty())
          .filter(seen -> seen.atMicros() >= since)
          .filter(seen -> seen.source().equals(speaker.address()));
    }

    private static long micros() {
      return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
  }
}
