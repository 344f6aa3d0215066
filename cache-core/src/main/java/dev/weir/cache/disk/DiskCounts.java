package dev.weir.cache.disk;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// What is counted of one disk. For any thread.
public final class DiskCounts {
  /// Why something was not written.
  public enum Refused {
    /// It waits for its turn behind as much as may wait.
    QUEUE_FULL,
    /// The disk does not work.
    FAILING,
    /// It is longer than the disk takes.
    TOO_LARGE,
    /// Whoever reads it as it comes would have waited for the disk.
    TOO_SLOW,
    /// It was replaced or purged before its turn.
    OUTDATED;

    /// The label value.
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final LongAdder written = new LongAdder();
  private final LongAdder writtenBytes = new LongAdder();
  final LongAdder found = new LongAdder();
  final LongAdder failures = new LongAdder();
  private final Map<Refused, LongAdder> refused = new EnumMap<>(Refused.class);
  private final Map<Recalled.Why, LongAdder> nothing = new EnumMap<>(Recalled.Why.class);

  DiskCounts() {
    Arrays.stream(Refused.values()).forEach(why -> refused.put(why, new LongAdder()));
    Arrays.stream(Recalled.Why.values()).forEach(why -> nothing.put(why, new LongAdder()));
  }

  private static <K> LongAdder of(Map<K, LongAdder> counts, K why) {
    return Objects.requireNonNull(counts.get(why));
  }

  void refused(Refused why) {
    of(refused, why).increment();
  }

  /// An object was written, and was still wanted then, or not.
  void written(long octets, boolean wanted) {
    if (wanted) {
      written.increment();
      writtenBytes.add(octets);
    } else {
      refused(Refused.OUTDATED);
    }
  }

  /// A body was written into a file of its own.
  void bodyWritten(long octets) {
    writtenBytes.add(octets);
  }

  void nothing(Recalled.Why why) {
    of(nothing, why).increment();
  }

  /// Objects written.
  public long written() {
    return written.sum();
  }

  /// Octets of objects written.
  public long writtenBytes() {
    return writtenBytes.sum();
  }

  /// Objects not written for this reason.
  public long of(Refused why) {
    return of(refused, why).sum();
  }

  /// Objects read and given.
  public long found() {
    return found.sum();
  }

  /// Reads that gave nothing, by the labels of their reasons.
  public Map<String, LongAdder> nothing() {
    var all = new LinkedHashMap<String, LongAdder>();
    nothing.forEach((why, count) -> all.put(why.label(), count));
    return all;
  }

  /// Times that the disk failed.
  public long failures() {
    return failures.sum();
  }
}
