package dev.weir.bench.cache;

import dev.weir.cache.store.MemoryStore;
import dev.weir.cache.store.Probe;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;

/// What the store's part of a plain hit costs - the look-up, the head and a copy of the body - with
/// few and with many objects stored: for ten thousand URLs that are asked for again and again, and
/// for any that is stored.
public final class HitCost {
  private static final int BODY_BYTES = 100;
  private static final int HOT = 10_000;
  private static final int HITS = 2_000_000;
  private static final int ROUNDS = 3;

  private final MemoryStore store = new MemoryStore(4L << 30);
  private final ByteBuffer out = ByteBuffer.allocateDirect(4096);
  private final SplittableRandom random = new SplittableRandom(1);
  private final byte[] url = new byte[64];

  private HitCost() {}

  /// Measures with each of the numbers of objects that the arguments are, in growing order: 10,000
  /// and 5,000,000 unless said otherwise.
  public static void main(String[] arguments) {
    String[] counts = arguments.length > 0 ? arguments : new String[] {"10000", "5000000"};
    var cost = new HitCost();
    int stored = 0;
    for (String count : counts) {
      int wanted = Integer.parseInt(count);
      for (; stored < wanted; stored++) {
        cost.store.put(Objects.key(stored), Objects.response(stored, BODY_BYTES));
      }
      cost.measure(stored);
    }
  }

  private void measure(int stored) {
    double hot = Double.MAX_VALUE;
    double any = Double.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      hot = Math.min(hot, nanosPerHit(HOT, stored / HOT));
      any = Math.min(any, nanosPerHit(stored, 1));
    }
    System.out.printf(
        Locale.ROOT,
        "%,d stored (%,d found): %.0f ns of a core for one of %,d, %.0f ns for any%n",
        stored,
        store.count(),
        hot,
        HOT,
        any);
  }

  private double nanosPerHit(int of, int step) {
    var threads = ManagementFactory.getThreadMXBean();
    Probe probe = store.probe(_ -> true);
    long began = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < HITS; i++) {
      int length = url((long) random.nextInt(of) * step);
      if (!probe.find(url, 0, length, 0, Objects.NOW)) {
        throw new IllegalStateException(
            "not stored: " + new String(url, StandardCharsets.US_ASCII));
      }
      out.clear();
      if (probe.writeHead(out).isEmpty()) {
        throw new IllegalStateException("no head");
      }
      out.put(probe.view(0));
      probe.release();
    }
    return (threads.getCurrentThreadCpuTime() - began) / (double) HITS;
  }

  private int url(long number) {
    byte[] text = Objects.key(number).url().getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, url, 0, text.length);
    return text.length;
  }
}
