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

  private DiskScribe() {}

  /// Begins.
  ///
  /// @param args the directory, and a seed
  public static void main(String[] args) throws Exception {
    var random = new Random(Long.parseLong(args[1]));
    var node = new DiskUnderTest(() -> LocalDirectory.open(Path.of(args[0])));
    for (int done = 0; ; done++) {
      if (done == 100) {
        System.out.println("begun");
      }
      int page = random.nextInt(PAGES);
      switch (random.nextInt(8)) {
        case 0 -> node.memory.purge(DiskUnderTest.key(page));
        case 1 -> node.recall(page);
        default -> node.use(page, page(page, random.nextInt(BYTES_MAX)));
      }
    }
  }
}
