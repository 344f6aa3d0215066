package dev.weir.node.access;

import dev.weir.node.access.file.LogFile;
import dev.weir.node.access.file.Rotator;
import dev.weir.node.access.octets.Lines;
import dev.weir.node.access.octets.Ring;
import dev.weir.node.syslog.Syslog;
import dev.weir.node.syslog.SyslogMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// The one thread that makes lines of records and appends them. While the file takes nothing, the
/// rings fill, and what comes then is dropped: it tries again every second.
final class LogWriter implements Runnable {
  /// How long it sleeps where no ring fills: as long as a line may be late.
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int BATCH = 4096;

  /// Is told what becomes of lines. For the writer's thread.
  interface Report {
    /// Lines were made of records.
    void written(int lines);

    /// The file took nothing, for this reason.
    void failed(IOException why);

    /// An old file was not made, compressed or removed, for this reason. For any thread.
    void notRotated(IOException why);

    /// It takes lines again.
    void resumed();

    /// Another look at what was dropped meanwhile.
    void looked();
  }

  /// What there may be beside the file.
  record Besides(Optional<Rotator> rotator, Optional<Syslog> syslog, Recent recent) {}

  /// Where records are.
  ///
  /// @param rings of whoever makes them
  /// @param turn held by the one writer that reads them: another one comes after it
  /// @param besides opens that, when it is this one's turn
  record Sources(List<Ring> rings, Lock turn, Supplier<Besides> besides) {}

  private final LogFile file;
  private final LineFormat format;
  private final Report report;
  private final Sources sources;
  private final ConcurrentLinkedQueue<CompletableFuture<Void>> reopenings =
      new ConcurrentLinkedQueue<>();
  private final List<CompletableFuture<Void>> due = new ArrayList<>();
  private final Lines lines = new Lines();
  private final Entry entry = new Entry();
  private boolean failing;
  private volatile boolean over;

  LogWriter(LogFile file, LineFormat format, Sources sources, Report report) {
    this.file = file;
    this.sources = sources;
    this.format = format;
    this.report = report;
  }

  /// Has the file opened anew, after what was recorded before. For any thread, which then wakes
  /// this one.
  CompletableFuture<Void> reopen() {
    var done = new CompletableFuture<Void>();
    reopenings.add(done);
    return done;
  }

  /// Ends after what was recorded before. The same.
  void end() {
    over = true;
  }

  @Override
  public void run() {
    sources.turn.lock();
    try {
      write(sources.besides.get());
    } finally {
      sources.turn.unlock();
    }
  }

  private void write(Besides with) {
    boolean last = false;
    boolean more = false;
    while (!last || more) {
      last = over;
      more = turn(with);
      report.looked();
      if (!last && !more) {
        LockSupport.parkNanos(this, (failing ? RETRY : PAUSE).toNanos());
      }
    }
    try (file) {
      file.flush();
    } catch (IOException e) {
      report.failed(e);
    }
    with.rotator.ifPresent(Rotator::close);
    with.syslog.ifPresent(Syslog::close);
    reopenings.forEach(waiting -> waiting.cancel(false));
  }

  /// Writes what there is, and opens the file anew for whoever has wanted that before. Whether a
  /// ring has more.
  private boolean turn(Besides besides) {
    for (var wanted = reopenings.poll(); wanted != null; wanted = reopenings.poll()) {
      due.add(wanted);
    }
    try {
      if (failing) {
        serve(); // elsewhere there may be room
      }
      file.flush();
      boolean more = drain(besides);
      rotate(besides, false);
      recovered();
      if (!more) {
        serve();
      }
      return more;
    } catch (IOException e) {
      failing = true;
      report.failed(e);
      due.forEach(waiting -> waiting.completeExceptionally(e));
      due.clear();
      return false;
    }
  }

  private boolean drain(Besides besides) throws IOException {
    boolean more = false;
    for (Ring ring : sources.rings) {
      more |= drain(ring, besides);
    }
    return more;
  }

  private boolean drain(Ring ring, Besides besides) throws IOException {
    int count = 0;
    int place = ring.peek();
    while (place >= 0 && count < BATCH) {
      int length = entry.at(ring.octets(), place);
      int start = lines.length();
      format.write(entry, lines);
      if (besides.syslog.isPresent()) {
        send(besides.syslog.get(), start);
      }
      besides.recent.add(ring.octets(), place, length);
      ring.release(length);
      count++;
      if (!lines.hasRoom()) {
        append(besides);
      }
      place = ring.peek();
    }
    report.written(count);
    append(besides);
    return place >= 0;
  }

  /// The line from there on, without its end.
  private void send(Syslog syslog, int start) {
    String line =
        new String(lines.octets(), start, lines.length() - start - 1, StandardCharsets.UTF_8);
    syslog.send(
        new SyslogMessage(
            SyslogMessage.INFORMATIONAL,
            Instant.ofEpochMilli(entry.endedMillis()),
            "access",
            Map.of(),
            line));
  }

  private void append(Besides besides) throws IOException {
    boolean some = lines.length() > 0;
    try {
      file.append(lines);
    } finally {
      lines.clear(); // the file keeps what it has not taken
    }
    rotate(besides, some);
  }

  /// The log goes on where it cannot be rotated.
  private void rotate(Besides besides, boolean appended) {
    if (besides.rotator.isPresent()) {
      try {
        besides.rotator.get().look(appended);
      } catch (IOException e) {
        report.notRotated(e);
      }
    }
  }

  private void recovered() {
    if (failing) {
      failing = false;
      report.resumed();
    }
  }

  private void serve() throws IOException {
    if (!due.isEmpty()) {
      file.reopen();
      due.forEach(waiting -> waiting.complete(null));
      due.clear();
    }
  }
}
