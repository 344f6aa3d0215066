package dev.weir.lab.program;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Children;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Asks the router for its table fifty times a second, through one `curl` that stays.
///
/// The fragment of the URL counts up, so that curl asks again and again; it is not sent.
public final class RouterWatch implements AutoCloseable {
  private static final String RATE = "3000/m";

  /// What the router said, and when that was read: microseconds since 1970, wall clock.
  public record Sighting(long atMicros, RouterView view) {}

  private final Process process;
  private final LinkedBlockingQueue<Sighting> sightings = new LinkedBlockingQueue<>();

  private RouterWatch(Process process) {
    this.process = process;
    BufferedReader answers = process.inputReader();
    Thread.ofPlatform().daemon().name("router-watch").start(() -> read(answers));
  }

  /// Begins to watch.
  public static RouterWatch start(Children children, Admin router, Path log)
      throws LabFailure, InterruptedException {
    List<String> command =
        List.of(
            "curl",
            "-q",
            "--silent",
            "--no-buffer",
            "--noproxy",
            "*",
            "--rate",
            RATE,
            "--write-out",
            "\\n",
            router.url("/v1/wccp") + "#[1-1000000]");
    return new RouterWatch(children.start(router.host().namespace(), log, true, command));
  }

  private void read(BufferedReader answers) {
    try (answers) {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        Admin.parsed(line).ifPresent(json -> sightings.add(new Sighting(now, RouterView.of(json))));
      }
    } catch (IOException _) {
      // The watch is over; who waits for a sighting runs into its limit.
    }
  }

  /// The first sighting from now on in which the condition holds.
  ///
  /// @throws LabFailure when there is none within the limit; it says what was waited for
  public Sighting await(String what, Predicate<RouterView> condition, Duration limit)
      throws LabFailure, InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    while (true) {
      Sighting next = sightings.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new LabFailure("not seen on the router within " + limit.toSeconds() + " s: " + what);
      }
      if (condition.test(next.view())) {
        return next;
      }
    }
  }

  /// Forgets what was seen until now.
  public void forget() {
    sightings.clear();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
