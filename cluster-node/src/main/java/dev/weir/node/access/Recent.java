package dev.weir.node.access;

import dev.weir.node.access.octets.Lines;
import dev.weir.node.access.octets.Text;
import dev.weir.node.access.query.Facts;
import dev.weir.node.access.query.Field;
import dev.weir.node.access.query.Query;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;

/// The last requests, in memory: records as they were made, until somebody asks. For any thread.
///
/// The octets of the oldest record take the newest, where they are enough and nobody looks at them:
/// a busy node would leave tens of megabytes a second to the collector otherwise.
final class Recent {
  /// How many there are at the most.
  static final int KEPT_MAX = 4096;

  /// How many octets they have at the most.
  static final int OCTETS_MAX = 8 << 20;

  /// How many lines an answer has at the most.
  static final int ANSWER_MAX = 1000;

  private final ArrayDeque<byte[]> kept = new ArrayDeque<>();
  private long octets;
  private long count;

  /// The number of the newest record that somebody may be looking at.
  private long shown;

  /// Keeps a copy of one more.
  synchronized void add(byte[] from, int start, int length) {
    byte[] record = roomFor(length);
    System.arraycopy(from, start, record, 0, length);
    kept.addLast(record);
    count++;
    octets += record.length;
    while (octets > OCTETS_MAX) {
      octets -= kept.removeFirst().length;
    }
  }

  /// The oldest record's, which goes, if that is neither too short nor much too long; else new.
  private byte[] roomFor(int length) {
    if (kept.size() < KEPT_MAX) {
      return new byte[length];
    }
    boolean seen = count - kept.size() + 1 <= shown;
    byte[] oldest = kept.removeFirst();
    octets -= oldest.length;
    boolean fits = oldest.length >= length && oldest.length <= 2 * length;
    return fits && !seen ? oldest : new byte[length];
  }

  /// Records from a number on.
  private record Snapshot(long first, List<byte[]> records) {}

  private synchronized Snapshot from(long since) {
    long oldest = count - kept.size() + 1;
    long first = Math.clamp(since, oldest, count + 1);
    shown = count;
    return new Snapshot(first, kept.stream().skip(first - oldest).toList());
  }

  /// The lines of those with a number of at least `since` that the query asks for: the first
  /// [#ANSWER_MAX] of them, or the last `last`, and where to go on.
  AccessLog.Slice slice(long since, int last, Query query, LineFormat format) {
    Snapshot there = from(since);
    var found = new ArrayDeque<String>();
    var entry = new Entry();
    var facts = new EntryFacts(entry);
    var lines = new Lines();
    long number = there.first;
    int most = Math.min(last, ANSWER_MAX);
    boolean newest = since == 0;
    for (byte[] record : there.records) {
      entry.at(record, 0);
      if (query.matches(facts)) {
        if (!newest && found.size() == most) {
          break;
        }
        format.write(entry, lines);
        found.addLast(new String(lines.octets(), 0, lines.length() - 1, StandardCharsets.UTF_8));
        lines.clear();
        if (found.size() > most) {
          found.removeFirst();
        }
      }
      number++;
    }
    long missed = newest ? 0 : Math.max(0, there.first - since);
    return new AccessLog.Slice(number, missed, List.copyOf(found));
  }

  /// What a query asks of a record.
  private record EntryFacts(Entry entry) implements Facts {
    @Override
    public long number(Field field) {
      return switch (field) {
        case STATUS -> entry.status();
        case BYTES -> entry.headOctets() + entry.bodyOctets();
        case MS -> entry.elapsedNs() / 1_000_000;
        case CLIENT -> Integer.toUnsignedLong(entry.client());
        case ROUTER -> Integer.toUnsignedLong(entry.router());
        case METHOD, HOST, PATH, SOURCE, CACHE, USER ->
            throw new IllegalArgumentException("no number: " + field);
      };
    }

    @Override
    public String text(Field field) {
      return switch (field) {
        case METHOD -> text(Text.METHOD);
        case HOST -> text(Text.HOST).toLowerCase(Locale.ROOT).replaceFirst(":[0-9]*$", "");
        case PATH -> text(Text.TARGET);
        case SOURCE -> entry.source().label();
        case CACHE -> entry.treatment().label();
        case USER -> text(Text.USER);
        case STATUS, BYTES, MS, CLIENT, ROUTER ->
            throw new IllegalArgumentException("no text: " + field);
      };
    }

    private String text(Text text) {
      return new String(
          entry.octets(), entry.from(text), entry.length(text), StandardCharsets.ISO_8859_1);
    }
  }
}
