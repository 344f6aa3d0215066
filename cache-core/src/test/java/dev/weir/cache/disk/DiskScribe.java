package dev.weir.cache.disk;

import static dev.weir.cache.disk.DiskUnderTest.page;

import dev.weir.cache.disk.file.LocalDirectory;
import java.nio.file.Path;
import java.util.Random;

/// A process that stores and forgets pages on a disk until it is killed. It says `begun` once it
/// has written some.
public final class DiskScribe {
  static final int PAGES = 300;
  static final int BYTES_MAX = 30_000;

  /// From this number on they are too long for memory.
  static final int LONG = 1_000;

  static final int LONG_PAGES = 20;
  private static final int LONG_BYTES_MAX = 1 << 20;

  private DiskScribe() {}

  private static void lengthy(DiskUnderTest node, LongBodies bodies, int page, Random random) {
    if (random.nextInt(6) == 0) {
      node.memory.purge(DiskUnderTest.key(page));
    } else {
      bodies.keep(page, random.nextInt(LONG_BYTES_MAX));
    }
  }

  /// Begins.
  ///
  /// @param args the directory, and a seed
  public static void main(String[] args) throws Exception {
    var random = new Random(Long.parseLong(args[1]));
    var node = new DiskUnderTest(() -> LocalDirectory.open(Path.of(args[0])));
    var bodies = new LongBodies(node);
    for (int done = 0; ; done++) {
      if (done == 100) {
        System.out.println("begun");
      }
      int page = random.nextInt(PAGES);
      switch (random.nextInt(8)) {
        case 0 -> node.memory.purge(DiskUnderTest.key(page));
        case 1 -> node.recall(page);
        case 2 -> lengthy(node, bodies, LONG + random.nextInt(LONG_PAGES), random);
        default -> node.use(page, page(page, random.nextInt(BYTES_MAX)));
      }
    }
  }
}
