package dev.weir.node.access;

import dev.weir.node.access.file.LogFile;
import dev.weir.node.access.file.Rotation;
import dev.weir.node.access.file.Rotator;
import dev.weir.node.access.octets.Ring;
import dev.weir.node.access.query.Query;
import dev.weir.node.access.template.Template;
import dev.weir.node.life.MonotonicClock;
import dev.weir.node.syslog.Syslog;
import dev.weir.node.syslog.SyslogSettings;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.RateLimit;
import dev.weir.node.telemetry.Telemetry;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The access log of a node, or none. Whoever has answered a request makes a record of it, and goes
/// on: nobody waits for the file. For any thread.
///
/// ```
/// if (log.isOn()) {
///   log.draft().begin(200, Treatment.HIT, ObjectSource.MEMORY) … .end();
/// }
/// ```
public final class AccessLog implements AutoCloseable {
  /// How lines look.
  public enum Format {
    /// As Squid's native ones.
    SQUID,
    /// As the combined ones of the NCSA and Apache's servers.
    COMBINED,
    /// As objects of JSON.
    JSON
  }

  /// What is written, and where; a template takes the format's place.
  public record Settings(
      Path file,
      Format format,
      Optional<Template> template,
      Optional<Rotation> rotation,
      Optional<SyslogSettings> syslog) {
    /// Of these lines and nothing else.
    public static Settings of(Path file, Format format) {
      return new Settings(file, format, Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /// Lines of the last requests, the number from which to ask on, and how many records between the
  /// number asked from and the first kept one are gone.
  public record Slice(long next, long missed, List<String> lines) {
    /// Keeps an unmodifiable copy of the lines.
    public Slice {
      lines = List.copyOf(lines);
    }
  }

  private static final Duration EVENT_GAP = Duration.ofSeconds(10);
  private static final Duration END_MAX = Duration.ofSeconds(2);

  private final AtomicLong ids = new AtomicLong(new SecureRandom().nextLong());
  private final LongAdder dropped = new LongAdder();
  private final LongAdder written = new LongAdder();
  private final Recent recent = new Recent();
  private final Settings settings;
  private final @Nullable LogWriter writer;
  private final @Nullable Thread thread;
  private final FastThreadLocal<Draft> drafts =
      new FastThreadLocal<>() {
        @Override
        protected Draft initialValue() {
          var ring = new Ring();
          if (writer != null) {
            writer.add(ring);
          }
          return new Draft(ring, AccessLog.this);
        }
      };

  /// One that records nothing.
  public static AccessLog off() {
    return new AccessLog();
  }

  private AccessLog() {
    this.settings = Settings.of(Path.of("/dev/null"), Format.SQUID);
    this.writer = null;
    this.thread = null;
  }

  private AccessLog(Settings settings, EventLog events, Telemetry telemetry) throws IOException {
    this.settings = settings;
    var told = new Told(events);
    var file = LogFile.open(settings.file);
    Optional<Rotator> rotator =
        settings.rotation.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Rotator(
                    file, settings.rotation.get(), told::notRotated, InstantSource.system()));
    Optional<Syslog> syslog =
        settings.syslog.map(
            it -> Syslog.open(it, "access", events, telemetry, new MonotonicClock(Instant.EPOCH)));
    this.writer =
        new LogWriter(
            file, LineFormat.of(settings), new LogWriter.Besides(rotator, syslog, recent), told);
    this.thread = Thread.ofPlatform().name("access-log").daemon(true).unstarted(writer);
  }

  /// One that appends to a file, which is made where it is not there.
  ///
  /// @throws IOException if it cannot be opened
  public static AccessLog open(Path file, Format format, EventLog events, Telemetry telemetry)
      throws IOException {
    return open(Settings.of(file, format), events, telemetry);
  }

  /// The same as an operator wants it.
  ///
  /// @throws IOException if it cannot be opened
  public static AccessLog open(Settings settings, EventLog events, Telemetry telemetry)
      throws IOException {
    var log = new AccessLog(settings, events, telemetry);
    telemetry.counted(NodeMetric.ACCESS_LOG_LINES, log.written::sum);
    telemetry.counted(NodeMetric.ACCESS_LOG_DROPPED, log.dropped::sum);
    if (log.thread != null) {
      log.thread.start();
    }
    return log;
  }

  /// Whether records are made. If not, their makers can spare the trouble.
  public boolean isOn() {
    return writer != null;
  }

  /// The record that this thread makes next, of as many as it likes one after the other.
  public Draft draft() {
    return drafts.get();
  }

  /// The number of a request that begins now; no two have the same.
  public long nextId() {
    return ids.getAndIncrement();
  }

  /// Records that found no room.
  public long lost() {
    return dropped.sum();
  }

  /// Goes on in the file that has the configured name now. Done once everything that was recorded
  /// before is in the file that had it.
  public CompletableFuture<Void> reopen() {
    if (writer == null) {
      return CompletableFuture.completedFuture(null);
    }
    var done = writer.reopen();
    wake();
    return done;
  }

  /// The last requests that a query asks for: with a `since` of 0 the last `last` of them, else the
  /// first `last` from that number on; as in the file, or as objects of JSON.
  public Slice recent(long since, int last, Query query, boolean json) {
    return recent.slice(
        since, last, query, json ? LineFormat.of(Format.JSON) : LineFormat.of(settings));
  }

  void dropped() {
    dropped.increment();
  }

  /// A ring fills, or something else is to be done at once.
  void wake() {
    LockSupport.unpark(thread);
  }

  /// Writes what was recorded before, and ends.
  @Override
  public void close() {
    if (writer != null && thread != null) {
      writer.end();
      wake();
      try {
        thread.join(END_MAX);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Tells operators and counters.
  private final class Told implements LogWriter.Report {
    private final EventLog events;
    private final InstantSource clock = new MonotonicClock(Instant.EPOCH);
    private final RateLimit dropGap = new RateLimit(EVENT_GAP);
    private final RateLimit failGap = new RateLimit(EVENT_GAP);
    private final RateLimit rotateGap = new RateLimit(EVENT_GAP);
    private long known;

    private Told(EventLog events) {
      this.events = events;
    }

    @Override
    public void written(int lines) {
      written.add(lines);
    }

    @Override
    public void failed(IOException why) {
      var admitted = failGap.admit(clock.instant());
      if (admitted.isPresent()) {
        events.record(NodeEvent.ACCESS_LOG_FAILED, "why", why);
      }
    }

    @Override
    public synchronized void notRotated(IOException why) {
      if (rotateGap.admit(clock.instant()).isPresent()) {
        events.record(NodeEvent.ACCESS_LOG_NOT_ROTATED, "why", why);
      }
    }

    @Override
    public void resumed() {
      events.record(NodeEvent.ACCESS_LOG_RESUMED);
    }

    @Override
    public void looked() {
      long now = dropped.sum();
      if (now > known && dropGap.admit(clock.instant()).isPresent()) {
        events.record(NodeEvent.ACCESS_LOG_DROPPED, "records", now - known);
        known = now;
      }
    }
  }
}
