package dev.weir.node.syslog;

import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.RateLimit;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.event.Level;

/// Sends messages to a syslog server, by a thread of its own. Nobody waits for it: what finds no
/// room, or is not taken, is dropped and counted. For any thread.
public final class Syslog implements AutoCloseable {
  /// How many messages may wait: 64 MiB of the longest.
  static final int WAITING_MAX = 8192;

  private static final Duration EVENT_GAP = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration END_MAX = Duration.ofSeconds(2);

  private final SyslogSettings settings;
  private final EventLog events;
  private final InstantSource clock;
  private final RateLimit failGap = new RateLimit(EVENT_GAP);
  private final BlockingQueue<SyslogMessage> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final Counts counts;
  private final Thread thread;
  private volatile boolean over;

  /// How many messages of a kind were sent and dropped, whatever they were sent to.
  public record Counts(LongAdder sent, LongAdder dropped) {
    /// None, which nobody reads.
    public Counts() {
      this(new LongAdder(), new LongAdder());
    }

    /// None yet, of which metrics tell; `of` is the kind: access or events.
    public static Counts of(String of, Telemetry telemetry) {
      var counts = new Counts();
      telemetry.counted(NodeMetric.SYSLOG_MESSAGES, counts.sent::sum, of);
      telemetry.counted(NodeMetric.SYSLOG_DROPPED, counts.dropped::sum, of);
      return counts;
    }
  }

  private Syslog(SyslogSettings settings, Counts counts, EventLog events, InstantSource clock) {
    this.settings = settings;
    this.counts = counts;
    this.events = events;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("syslog").daemon(true).unstarted(this::run);
  }

  /// One that sends.
  public static Syslog open(
      SyslogSettings settings, Counts counts, EventLog events, InstantSource clock) {
    var syslog = new Syslog(settings, counts, events, clock);
    syslog.thread.start();
    return syslog;
  }

  /// Sends a message, or drops it where too many wait.
  public void send(SyslogMessage message) {
    if (!waiting.offer(message)) {
      counts.dropped.increment();
    }
  }

  /// Sends an event.
  public void send(EventLog.Entry event) {
    var text = new StringBuilder(event.name());
    event
        .fields()
        .forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
    int severity = severity(Level.valueOf(event.level()));
    send(new SyslogMessage(severity, event.at(), event.name(), event.fields(), text.toString()));
  }

  /// RFC 5424 §6.2.1.
  private static int severity(Level level) {
    return switch (level) {
      case ERROR -> 3;
      case WARN -> 4;
      case INFO -> SyslogMessage.INFORMATIONAL;
      case DEBUG, TRACE -> 7;
    };
  }

  private void run() {
    try (var way = new Way(settings)) {
      while (!over || !waiting.isEmpty()) {
        SyslogMessage message = waiting.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (message != null) {
          send(message, way);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it took too long to end
    }
  }

  private void send(SyslogMessage message, Way way) throws InterruptedException {
    try {
      way.send(message.octets(settings));
      counts.sent.increment();
    } catch (IOException e) {
      counts.dropped.increment();
      if (failGap.admit(clock.instant()).isPresent()) {
        events.record(NodeEvent.SYSLOG_FAILED, "to", settings.to(), "why", e);
      }
      if (way.waits()) {
        Thread.sleep(AGAIN);
      }
    }
  }

  /// Sends what waits, if that is soon done.
  @Override
  public void close() {
    over = true;
    try {
      if (!thread.join(END_MAX)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
