package dev.weir.cache.disk;

import static dev.weir.cache.disk.DiskUnderTest.isPage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.disk.file.LocalDirectory;
import dev.weir.cache.message.Body;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `-Dweir.disk.kills=100` kills more often.
class DiskKillTest {
  @Test
  @DisplayName(
      "killed while it writes, a node finds what it had, and no page is another or damaged")
  void killed(@TempDir Path path) throws Exception {
    var random = new Random();
    int kills = Integer.getInteger("weir.disk.kills", 2);
    long found = 0;
    long bodies = 0;
    for (int i = 0; i < kills; i++) {
      writeUntilKilled(path, random);
      found += sound(path);
      bodies += soundBodies(path);
    }
    System.out.printf("%d kills, %d pages found whole, and %d long ones%n", kills, found, bodies);
    assertThat(found).isPositive();
    assertThat(bodies).isPositive();
  }

  private static void writeUntilKilled(Path path, Random random) throws IOException {
    Process scribe =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DiskScribe.class.getName(),
                path.toString(),
                Long.toString(random.nextLong()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var said = scribe.inputReader()) {
      assertThat(said.readLine()).isEqualTo("begun");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100 + random.nextInt(400)));
    } finally {
      scribe.destroyForcibly().onExit().join();
    }
  }

  /// How many pages a node finds, all of them whole.
  private static long sound(Path path) throws Exception {
    long found = 0;
    try (var node = new DiskUnderTest(() -> LocalDirectory.open(path))) {
      assertThat(node.told).allMatch(it -> it.startsWith("opened"));
      for (int page = 0; page < DiskScribe.PAGES; page++) {
        if (node.tier.has(DiskUnderTest.key(page))) {
          assertThat(node.recall(page)).as("page %d", page).isTrue();
          assertThat(isPage(page, node.recalled(page))).as("page %d", page).isTrue();
          found++;
        }
      }
      assertThat(node.told).allMatch(it -> it.startsWith("opened"));
    }
    return found;
  }

  /// How many of those that are too long for memory a node finds, all of them whole.
  private static long soundBodies(Path path) throws Exception {
    long found = 0;
    try (var node = new DiskUnderTest(() -> LocalDirectory.open(path))) {
      var bodies = new LongBodies(node);
      for (int page = DiskScribe.LONG; page < DiskScribe.LONG + DiskScribe.LONG_PAGES; page++) {
        if (node.tier.has(DiskUnderTest.key(page)) && node.recall(page)) {
          Body body = bodies.find(page).orElseThrow();
          assertThat(LongBodies.read(page, body, 0)).as("page %d", page).isEqualTo(body.length());
          body.release();
          found++;
        }
      }
      assertThat(node.told).allMatch(it -> it.startsWith("opened"));
    }
    return found;
  }
}
