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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
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
  private final List<Ring> rings = new CopyOnWriteArrayList<>();
  private final Lock turn = new ReentrantLock();
  private final EventLog events;
  private final Told told;
  private final Syslog.Counts sent;
  private volatile @Nullable Running running;
  private final FastThreadLocal<Draft> drafts =
      new FastThreadLocal<>() {
        @Override
        protected Draft initialValue() {
          var ring = new Ring();
          rings.add(ring);
          return new Draft(ring, AccessLog.this);
        }
      };

  /// As it is written now, and by whom.
  private record Running(Settings settings, LogWriter writer, Thread thread) {
    void end() {
      writer.end();
      LockSupport.unpark(thread);
    }
  }

  /// Another way to write it, or none, ready to take the place of the present one.
  public interface Next {
    /// The log goes on so. What was recorded before is written as it would have been.
    void take();

    /// It stays as it is.
    void leave();
  }

  /// One that records nothing.
  public static AccessLog off() {
    return new AccessLog(new EventLog("none", InstantSource.system()), new Syslog.Counts());
  }

  private AccessLog(EventLog events, Syslog.Counts sent) {
    this.events = events;
    this.told = new Told(events);
    this.sent = sent;
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
    return open(Optional.of(settings), events, telemetry);
  }

  /// One that records nothing without settings, until it gets some.
  ///
  /// @throws IOException if its file cannot be opened
  public static AccessLog open(Optional<Settings> settings, EventLog events, Telemetry telemetry)
      throws IOException {
    var log = new AccessLog(events, Syslog.Counts.of("access", telemetry));
    telemetry.counted(NodeMetric.ACCESS_LOG_LINES, log.written::sum);
    telemetry.counted(NodeMetric.ACCESS_LOG_DROPPED, log.dropped::sum);
    log.next(settings).take();
    return log;
  }

  /// Opens what another way to write it needs.
  ///
  /// @throws IOException if the file cannot be opened; then it stays as it is
  public Next next(Optional<Settings> wanted) throws IOException {
    if (wanted.equals(Optional.ofNullable(running).map(Running::settings))) {
      return new Stays();
    }
    return wanted.isPresent()
        ? new Changes(wanted.get(), LogFile.open(wanted.get().file))
        : new Ends();
  }

  private static final class Stays implements Next {
    @Override
    public void take() {}

    @Override
    public void leave() {}
  }

  private final class Ends implements Next {
    @Override
    public void take() {
      become(null);
    }

    @Override
    public void leave() {}
  }

  private final class Changes implements Next {
    private final Settings settings;
    private final LogFile file;

    Changes(Settings settings, LogFile file) {
      this.settings = settings;
      this.file = file;
    }

    @Override
    public void take() {
      var writer =
          new LogWriter(
              file,
              LineFormat.of(settings),
              new LogWriter.Sources(rings, turn, () -> besides(settings, file)),
              told);
      var thread = Thread.ofPlatform().name("access-log").daemon(true).unstarted(writer);
      become(new Running(settings, writer, thread));
    }

    @Override
    public void leave() {
      try {
        file.close();
      } catch (IOException e) {
        told.failed(e);
      }
    }
  }

  private LogWriter.Besides besides(Settings settings, LogFile file) {
    var clock = new MonotonicClock(Instant.EPOCH);
    return new LogWriter.Besides(
        settings.rotation.flatMap(it -> rotator(file, it)),
        settings.syslog.map(it -> Syslog.open(it, sent, events, clock)),
        recent);
  }

  /// None where the file is gone: then it grows.
  private Optional<Rotator> rotator(LogFile file, Rotation rotation) {
    try {
      return Optional.of(new Rotator(file, rotation, told::notRotated, InstantSource.system()));
    } catch (IOException e) {
      told.notRotated(e);
      return Optional.empty();
    }
  }

  /// The thread before ends when it has written what there is; the next one waits for that.
  private synchronized void become(@Nullable Running next) {
    Running before = running;
    running = next;
    if (before != null) {
      before.end();
    }
    if (next != null) {
      next.thread.start();
    }
  }

  /// Whether records are made. If not, their makers can spare the trouble.
  public boolean isOn() {
    return running != null;
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
  public synchronized CompletableFuture<Void> reopen() {
    Running now = running;
    if (now == null) {
      return CompletableFuture.completedFuture(null);
    }
    var done = now.writer.reopen();
    wake();
    return done;
  }

  /// The last requests that a query asks for: with a `since` of 0 the last `last` of them, else the
  /// first `last` from that number on; as in the file, or as objects of JSON.
  public Slice recent(long since, int last, Query query, boolean json) {
    Running now = running;
    LineFormat format =
        json || now == null ? LineFormat.of(Format.JSON) : LineFormat.of(now.settings);
    return recent.slice(since, last, query, format);
  }

  void dropped() {
    dropped.increment();
  }

  /// A ring fills, or something else is to be done at once.
  void wake() {
    Running now = running;
    if (now != null) {
      LockSupport.unpark(now.thread);
    }
  }

  /// Writes what was recorded before, and ends.
  @Override
  public void close() {
    Running last = running;
    if (last != null) {
      last.end();
      try {
        last.thread.join(END_MAX);
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
