package dev.weir.bench.disk;

import dev.weir.cache.disk.DiskSettings;
import dev.weir.cache.disk.DiskTier;
import dev.weir.cache.disk.DiskWatch;
import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.disk.file.LocalDirectory;
import dev.weir.cache.disk.life.Moment;
import dev.weir.cache.disk.segment.DiskHead;
import dev.weir.cache.disk.segment.Segment;
import dev.weir.cache.disk.segment.SegmentId;
import dev.weir.cache.store.MemoryStore;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/// Fills a disk with small records, and opens it again and again: once as a process left it that
/// was killed, then as one left it that was stopped.
///
/// ```
/// java ... dev.weir.bench.disk.DiskStart EMPTY-FOLDER MILLIONS
/// ```
public final class DiskStart {
  private static final int PAYLOAD_BYTES = 200;
  private static final int ROUNDS = 4;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private DiskStart() {}

  /// Measures, and prints.
  public static void main(String[] args) throws Exception {
    Path path = Path.of(args[0]);
    fill(path, Integer.parseInt(args[1]) * 1_000_000);
    for (int i = 0; i < ROUNDS; i++) {
      var settings = new DiskSettings(path.toString(), () -> LocalDirectory.open(path), 1L << 40);
      var memory = new MemoryStore(1 << 20);
      DiskTier.open(List.of(settings), memory, new Printed(), () -> Moment.of(NOW)).close();
    }
  }

  private static void fill(Path path, int objects) throws Exception {
    var random = new SplittableRandom(1);
    var staging = ByteBuffer.allocateDirect(1 << 20);
    var payload = List.of(ByteBuffer.allocate(PAYLOAD_BYTES));
    try (Directory directory = LocalDirectory.open(path)) {
      DiskHead head = DiskHead.drawn(new SecureRandom());
      head.write(directory);
      Segment open = Segment.create(directory, new SegmentId(head.disk(), 1));
      for (int i = 0; i < objects; i++) {
        if (!open.fits(PAYLOAD_BYTES, Segment.BYTES_MAX)) {
          open.seal(staging);
          open = Segment.create(directory, new SegmentId(head.disk(), open.id().number() + 1));
        }
        open.append(random.nextLong(), random.nextLong(), payload, staging);
      }
    }
  }

  private static final class Printed implements DiskWatch {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long began = threads.getCurrentThreadCpuTime();

    @Override
    public void opened(String path, long objects, long octets, Duration within) {
      long processor = threads.getCurrentThreadCpuTime() - began;
      System.out.printf(
          "%,d objects, %,d octets: %,d ms by the clock, %,d of a processor: %,.0f objects/s%n",
          objects,
          octets,
          within.toMillis(),
          processor / 1_000_000,
          objects * 1e9 / within.toNanos());
    }

    @Override
    public void setAside(String path, String aside) {
      System.out.println("set aside");
    }

    @Override
    public void failed(String path, String why) {
      System.out.println("failed: " + why);
    }

    @Override
    public void recovered(String path) {
      System.out.println("recovered");
    }

    @Override
    public void corrupt(String path) {
      System.out.println("corrupt");
    }
  }
}
