package dev.weir.node.reload;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.life.HostException;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads the node's configuration anew, and puts in force what a running node can take up: all of
/// it or nothing. On trial, the one before comes back unless somebody confirms in time, into the
/// file, too; whoever has cut himself off by it need only wait.
///
/// For any thread.
public final class Reloader implements AutoCloseable {
  /// The longest trial.
  public static final Duration TRIAL_MAX = Duration.ofHours(1);

  /// Whoever puts a configuration in force.
  public interface Applying {
    /// Puts the second in force in place of the first.
    ///
    /// @throws HostException when the host refuses something; then the first is still in force
    void apply(NodeConfig before, NodeConfig next) throws HostException;
  }

  private final Reading reading;
  private final Applying applying;
  private final EventLog events;
  private final InstantSource clock;
  private final Counter applied;
  private final Counter refused;
  private final Counter takenBack;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("weir-reload").daemon(true).factory());
  private Written inForce;
  private @Nullable Trial trial;

  /// One that has not been confirmed yet.
  private record Trial(Written before, Instant until, ScheduledFuture<?> end) {}

  /// One with a configuration in force.
  public Reloader(
      Reading reading,
      Written inForce,
      Applying applying,
      EventLog events,
      Telemetry telemetry,
      InstantSource clock) {
    this.reading = reading;
    this.inForce = inForce;
    this.applying = applying;
    this.events = events;
    this.clock = clock;
    this.applied = telemetry.counter(NodeMetric.CONFIG_RELOADS, "applied");
    this.refused = telemetry.counter(NodeMetric.CONFIG_RELOADS, "refused");
    this.takenBack = telemetry.counter(NodeMetric.CONFIG_RELOADS, "taken-back");
    telemetry.gauge(NodeMetric.CONFIG_ON_TRIAL, () -> onTrial().isPresent() ? 1 : 0);
  }

  /// Reads the file and puts it in force, on trial if a time is given.
  public synchronized Reloaded reload(Optional<Duration> within) {
    Reloaded result = trial == null ? load(within) : new Reloaded.OnTrial(trial.until);
    if (result instanceof Reloaded.Applied it) {
      applied.increment();
      events.record(
          NodeEvent.CONFIG_APPLIED,
          "changes",
          it.changes().size(),
          "confirm_until",
          it.until().map(Instant::toString).orElse("none"));
    } else {
      refused.increment();
      events.record(NodeEvent.CONFIG_REFUSED, "why", why(result));
    }
    return result;
  }

  private Reloaded load(Optional<Duration> within) {
    return switch (reading.read()) {
      case Loading.Refused<Written>(var problems) -> new Reloaded.Refused(problems);
      case Loading.Loaded<Written>(Written next, var warnings) -> {
        List<Change> changes = Change.between(inForce.text(), next.text());
        List<String> fixed = Fixed.keys(changes, inForce.config(), next.config());
        if (!fixed.isEmpty()) {
          yield new Reloaded.NeedsRestart(fixed);
        }
        try {
          applying.apply(inForce.config(), next.config());
        } catch (HostException e) {
          yield new Reloaded.Failed(String.valueOf(e.getMessage()));
        }
        Written before = inForce;
        inForce = next;
        yield new Reloaded.Applied(changes, warnings, within.map(it -> begin(before, it)));
      }
    };
  }

  private Instant begin(Written before, Duration within) {
    Instant until = clock.instant().plus(within);
    trial =
        new Trial(
            before,
            until,
            thread.schedule(() -> back("nobody-confirmed"), within.toMillis(), TimeUnit.MILLISECONDS));
    return until;
  }

  /// Until when the present one is on trial; empty when it is not.
  public synchronized Optional<Instant> onTrial() {
    return Optional.ofNullable(trial).map(Trial::until);
  }

  /// Where it is read from.
  public Path file() {
    return reading.file().toAbsolutePath();
  }

  /// The text of what is in force.
  public synchronized String text() {
    return inForce.text();
  }

  /// The present one stays. False: it was not on trial.
  public synchronized boolean confirm() {
    Trial over = trial;
    if (over == null) {
      return false;
    }
    over.end.cancel(false);
    trial = null;
    events.record(NodeEvent.CONFIG_CONFIRMED);
    return true;
  }

  /// The one before comes back, into the file, too. False: none is on trial.
  public boolean back() {
    return back("asked");
  }

  private synchronized boolean back(String why) {
    Trial over = trial;
    if (over == null) {
      return false;
    }
    over.end.cancel(false);
    trial = null;
    Written tried = inForce;
    try {
      applying.apply(tried.config(), over.before.config());
      inForce = over.before;
      restore(tried.text(), over.before.text());
      takenBack.increment();
      events.record(NodeEvent.CONFIG_TAKEN_BACK, "why", why);
    } catch (HostException | IOException e) {
      events.record(NodeEvent.CONFIG_REFUSED, "why", String.valueOf(e.getMessage()));
    }
    return true;
  }

  /// What somebody else has written meanwhile is his.
  private void restore(String tried, String before) throws IOException {
    if (!Files.readString(reading.file()).equals(tried)) {
      return;
    }
    Path beside = reading.file().resolveSibling(reading.file().getFileName() + ".before");
    Files.copy(reading.file(), beside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(beside, before);
    Files.move(beside, reading.file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String why(Reloaded result) {
    return switch (result) {
      case Reloaded.Applied _ -> "";
      case Reloaded.Refused(var problems) -> problems.size() + " problems, first: " + problems.getFirst();
      case Reloaded.NeedsRestart(var keys) -> "restart needed for " + String.join(", ", keys);
      case Reloaded.Failed(String why) -> why;
      case Reloaded.OnTrial(Instant until) -> "another is on trial until " + until;
    };
  }

  /// What is on trial stays; the file has it.
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
