package dev.weir.node.telemetry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes events to the log and keeps the last [#KEPT_MAX] of them for the admin port.
///
/// Safe for use by any thread. A line is `router-lost router=192.0.2.1 silent_ms=30012`.
public final class EventLog {
  /// How many events are kept; an older one is forgotten when a new one comes.
  public static final int KEPT_MAX = 4096;

  /// The longest field value that is kept; the rest of a longer one is cut off.
  public static final int VALUE_CHARS_MAX = 512;

  /// One event as it is kept: its number since the start, wall-clock time, and its fields in order.
  public record Entry(
      long number, Instant at, String name, String level, Map<String, String> fields) {}

  private final Logger logger;
  private final InstantSource wallClock;
  private final ArrayDeque<Entry> kept = new ArrayDeque<>();
  private volatile Consumer<Entry> follower = _ -> {};
  private long count;

  /// A log under the given SLF4J logger name, stamped by the given wall clock.
  public EventLog(String loggerName, InstantSource wallClock) {
    this.logger = LoggerFactory.getLogger(loggerName);
    this.wallClock = wallClock;
  }

  /// Records one event. `fields` are names and values in turn: `"router", address, "silent_ms", 3`.
  public void record(EventRow event, Object... fields) {
    if (fields.length % 2 != 0) {
      throw new IllegalArgumentException("field without a value: " + List.of(fields));
    }
    var named = new LinkedHashMap<String, String>();
    var line = new StringBuilder(event.eventName());
    for (int i = 0; i < fields.length; i += 2) {
      String name = fields[i].toString();
      String value = printable(fields[i + 1].toString());
      named.put(name, value);
      line.append(' ').append(name).append('=').append(value);
    }
    follower.accept(keep(event, named));
    logger.atLevel(event.level()).log(line.toString());
  }

  /// Has somebody told of each event from now on, by the thread that records it; he does not wait.
  public synchronized void follow(Consumer<Entry> told) {
    follower = follower.andThen(told);
  }

  /// The kept events with a number of at least `first`, oldest first.
  public synchronized List<Entry> since(long first) {
    var found = new ArrayList<Entry>();
    for (Entry entry : kept) {
      if (entry.number() >= first) {
        found.add(entry);
      }
    }
    return found;
  }

  /// Kept events and the number that the next event will have: ask from there to miss none.
  public record Slice(long next, List<Entry> events) {}

  /// The kept events with a number of at least `first`, oldest first, and where to go on.
  public synchronized Slice slice(long first) {
    return new Slice(count + 1, since(first));
  }

  private synchronized Entry keep(EventRow event, Map<String, String> fields) {
    if (kept.size() == KEPT_MAX) {
      kept.removeFirst();
    }
    var entry =
        new Entry(
            ++count,
            wallClock.instant(),
            event.eventName(),
            event.level().name(),
            Collections.unmodifiableMap(fields));
    kept.addLast(entry);
    return entry;
  }

  /// Keeps a value from the network from forging a line or steering a terminal.
  private static String printable(String value) {
    var clean = new StringBuilder(Math.min(value.length(), VALUE_CHARS_MAX));
    for (int i = 0; i < value.length() && i < VALUE_CHARS_MAX; i++) {
      char c = value.charAt(i);
      boolean plain = (c > ' ' && c < 0x7f) || c > 0xa0;
      clean.append(plain && c != '\u2028' && c != '\u2029' ? c : '_');
    }
    return clean.toString();
  }
}
