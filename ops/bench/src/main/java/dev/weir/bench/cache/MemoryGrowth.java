package dev.weir.bench.cache;

import dev.weir.cache.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// By how much the process grows for each object in the memory tier: right after they came, once
/// the collector has given back what it does by itself, and after one that was asked for.
public final class MemoryGrowth {
  private static final int SETTLE_SECONDS = 45;

  private MemoryGrowth() {}

  /// Stores `COUNT` objects of `BYTES` octets: 500,000 of 1024 unless said otherwise.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500_000;
    int bytes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1024;
    warm(bytes);
    var store = new MemoryStore(4L << 30);
    long before = residentBytes();
    for (int i = 0; i < count; i++) {
      store.put(Objects.key(i), Objects.response(i, bytes));
    }
    long atOnce = residentBytes() - before;
    long settled = settledBytes() - before;
    System.gc();
    System.out.printf(
        "%d objects of %d octets: %d octets of memory each, %d at once, %d after a collection;"
            + " in slots %d, by our count %d%n",
        store.count(),
        bytes,
        settled / count,
        atOnce / count,
        (settledBytes() - before) / count,
        store.slabs().usedBytes() / count,
        store.weightBytes() / count);
  }

  /// The code is compiled and the heap in use before it counts.
  private static void warm(int bytes) {
    var store = new MemoryStore(64L << 20);
    for (int i = 0; i < 20_000; i++) {
      store.put(Objects.key(i), Objects.response(i, bytes));
    }
    System.gc();
  }

  /// What is resident once nothing is given back any more: some collectors take a moment.
  private static long settledBytes() throws IOException, InterruptedException {
    long last = residentBytes();
    for (int i = 0; i < SETTLE_SECONDS; i++) {
      Thread.sleep(1_000);
      last = Math.min(last, residentBytes());
    }
    return last;
  }

  private static long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException("no VmRSS");
  }
}
