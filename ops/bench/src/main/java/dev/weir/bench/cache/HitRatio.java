package dev.weir.bench.cache;

import dev.weir.cache.store.MemoryStore;
import dev.weir.cache.store.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// How often the memory tier has what a trace asks for, and how often one would have that keeps
/// what was asked for last (LRU) with as much memory for its slots and no page to lose; and what
/// admission by size would make of it: an object comes in by a chance that falls with its length,
/// exp(-length/c), with the best c of a few, which nobody knows beforehand (AdaptSize).
public final class HitRatio {
  private static final double[] SHARES = {0.001, 0.01, 0.05, 0.1, 0.2};
  private static final double[] CHANCES = {4_000, 16_000, 64_000, 256_000, 1_000_000};
  private static final double ALL = Double.POSITIVE_INFINITY;

  /// What came of a trace.
  private record Hits(long objects, long octets) {}

  private HitRatio() {}

  /// Plays each trace with memory for a share of its objects.
  public static void main(String[] traces) throws IOException {
    for (String file : traces) {
      Trace trace = Trace.read(Path.of(file));
      Map<Long, Integer> weights = weights(trace);
      long footprint = weights.values().stream().mapToLong(Integer::longValue).sum();
      System.out.printf(
          "%s: %d requests, %d objects, %d octets with their slots and index%n",
          file, trace.requests(), weights.size(), footprint);
      for (double share : SHARES) {
        long bytes = (long) (footprint * share);
        double lru = 100.0 * lru(trace, weights, bytes) / trace.requests();
        Hits plain = ours(trace, bytes, ALL);
        double ours = 100.0 * plain.objects() / trace.requests();
        System.out.printf(
            "  %5.1f %%  LRU %6.2f %%  ours %6.2f %%  %+.2f; %s%n",
            100 * share, lru, ours, ours - lru, bySize(trace, bytes, plain));
      }
    }
  }

  /// By how much the best chance by size makes it better, in points of requests and of octets.
  private static String bySize(Trace trace, long bytes, Hits plain) {
    Hits best = plain;
    double with = ALL;
    for (double c : CHANCES) {
      Hits hits = ours(trace, bytes, c);
      if (hits.objects() > best.objects()) {
        best = hits;
        with = c;
      }
    }
    long octets = 0;
    for (int i = 0; i < trace.requests(); i++) {
      octets += trace.length(i);
    }
    return String.format(
        Locale.ROOT,
        "by size %+.2f of requests, %+.2f of octets, c=%.0f",
        100.0 * (best.objects() - plain.objects()) / trace.requests(),
        100.0 * (best.octets() - plain.octets()) / octets,
        with);
  }

  /// What each object weighs in a store without end.
  private static Map<Long, Integer> weights(Trace trace) {
    var store = new MemoryStore(64L << 30);
    var weights = new LinkedHashMap<Long, Integer>();
    long before = 0;
    for (int i = 0; i < trace.requests(); i++) {
      if (!weights.containsKey(trace.id(i))) {
        store.put(Objects.key(trace.id(i)), Objects.response(0, trace.length(i)));
        long after = store.weightBytes();
        weights.put(trace.id(i), (int) (after - before));
        before = after;
      }
    }
    return weights;
  }

  private static long lru(Trace trace, Map<Long, Integer> weights, long bytes) {
    var cache = new LinkedHashMap<Long, Integer>(16, 0.75f, true);
    long hits = 0;
    long held = 0;
    for (int i = 0; i < trace.requests(); i++) {
      int weight = weights.getOrDefault(trace.id(i), 0);
      if (cache.get(trace.id(i)) != null) {
        hits++;
      } else if (weight <= bytes) {
        cache.put(trace.id(i), weight);
        held += weight;
        for (Iterator<Integer> oldest = cache.values().iterator(); held > bytes; ) {
          held -= oldest.next();
          oldest.remove();
        }
      }
    }
    return hits;
  }

  private static Hits ours(Trace trace, long bytes, double c) {
    var store = new MemoryStore(bytes, bytes);
    var random = new SplittableRandom(1);
    Probe probe = store.probe(_ -> true);
    long hits = 0;
    long octets = 0;
    for (int i = 0; i < trace.requests(); i++) {
      var key = Objects.key(trace.id(i));
      byte[] url = key.url().getBytes(StandardCharsets.US_ASCII);
      if (probe.find(url, 0, url.length, 0, Objects.NOW)) {
        hits++;
        octets += trace.length(i);
        probe.release();
      } else if (random.nextDouble() < Math.exp(-trace.length(i) / c)) {
        store.put(key, Objects.response(0, trace.length(i)));
      }
    }
    return new Hits(hits, octets);
  }
}
