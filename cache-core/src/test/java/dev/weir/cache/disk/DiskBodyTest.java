package dev.weir.cache.disk;

import static dev.weir.cache.disk.DiskUnderTest.await;
import static dev.weir.cache.disk.DiskUnderTest.key;
import static dev.weir.cache.disk.DiskUnderTest.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.disk.DiskCounts.Refused;
import dev.weir.cache.disk.file.LocalDirectory;
import dev.weir.cache.disk.file.MemoryDirectory;
import dev.weir.cache.flight.Filling;
import dev.weir.cache.message.Body;
import dev.weir.cache.store.Purge;
import dev.weir.cache.store.Purge.Kind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Disks of 16 MiB: a body takes 2 MiB at the most, those that nobody has used 4 MiB together.
class DiskBodyTest {
  private static final int LONG = 700_001;

  private final MemoryDirectory files = new MemoryDirectory();

  @Test
  @DisplayName("too long for memory: it is on the disk at its first use, and read from there")
  void kept() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      var bodies = new LongBodies(node);
      assertThat(bodies.keep(1, LONG)).isTrue();

      Body body = bodies.find(1).orElseThrow();
      assertThat(LongBodies.read(1, body, 0)).isEqualTo(LONG);
      assertThat(LongBodies.read(1, body, LONG - 3)).isEqualTo(3);
      assertThat(node.tier.has(key(1))).isTrue();
      assertThat(node.view().bodies()).isEqualTo(1);
      assertThat(node.memory.slabs().usedBytes()).as("its head alone").isLessThan(1_000);
      assertThat(node.memory.all(key(1)).getFirst().length()).isEqualTo(LONG);
    }
  }

  @Test
  @DisplayName("after a restart it is there, if its head is; what was never finished is not")
  void restart() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      var bodies = new LongBodies(node);
      assertThat(bodies.keep(1, LONG)).isTrue();
      Filling broken = bodies.coming(2, OptionalLong.of(LONG));
      LongBodies.append(broken, 2, 0, LONG / 2);
      node.written();
      await(() -> files.names().stream().filter(it -> it.endsWith(".body")).count() == 2);
    }
    try (var node = new DiskUnderTest(files)) {
      var bodies = new LongBodies(node);
      assertThat(files.names().stream().filter(it -> it.endsWith(".body"))).hasSize(1);
      assertThat(node.recall(1)).isTrue();
      assertThat(LongBodies.read(1, bodies.find(1).orElseThrow(), 0)).isEqualTo(LONG);
      assertThat(node.recall(2)).isFalse();
    }
  }

  @Test
  @DisplayName("whatever octet is flipped or cut off, only octets that were written are given")
  void damaged() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      assertThat(new LongBodies(node).keep(1, LONG)).isTrue();
    }
    Map<String, byte[]> whole = files.copy();
    String name =
        whole.keySet().stream().filter(it -> it.endsWith(".body")).findAny().orElseThrow();
    var random = new Random(5);
    long read = 0;
    int rounds = Integer.getInteger("weir.disk.damage", 60);
    for (int i = 0; i < rounds; i++) {
      Map<String, byte[]> damaged = MemoryDirectory.of(whole).copy();
      byte[] octets = Objects.requireNonNull(damaged.get(name));
      if (i % 4 == 0) {
        damaged.put(name, java.util.Arrays.copyOf(octets, random.nextInt(octets.length)));
      } else {
        octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try (var node = new DiskUnderTest(MemoryDirectory.of(damaged))) {
        if (node.tier.has(key(1)) && node.recall(1)) {
          Body body = new LongBodies(node).find(1).orElseThrow();
          long sound = LongBodies.read(1, body, 0);
          read += sound;
          assertThat(sound == LONG || node.told.contains("corrupt disk-0")).isTrue();
          assertThat(sound == LONG || !node.isInMemory(1)).as("it is found no more").isTrue();
        }
      }
    }
    assertThat(read).isBetween(10L * LONG, (rounds - 5L) * LONG);
  }

  @Test
  @DisplayName("canary: what was given up or purged while it is sent stays what it is to its end")
  void canary(@TempDir Path path) throws Exception {
    try (var node = new DiskUnderTest(() -> LocalDirectory.open(path))) {
      var bodies = new LongBodies(node);
      assertThat(bodies.keep(1, 2_000_000)).isTrue();
      Body begun = bodies.find(1).orElseThrow();
      assertThat(LongBodies.piece(begun, 0)).isPresent();
      assertThat(bodies.keep(20, 2_000_000)).isTrue();
      Body unopened = bodies.find(20).orElseThrow();
      node.memory.purge(key(1));
      node.memory.purge(key(20));
      for (int other = 2; other < 12; other++) {
        assertThat(bodies.keep(other, 2_000_000)).isTrue();
        use(bodies, other);
      }

      assertThat(path.resolve("00000001.body")).doesNotExist();
      assertThat(LongBodies.read(1, begun, 0)).isEqualTo(2_000_000);
      assertThat(LongBodies.read(20, unopened, 1_000_000)).isEqualTo(1_000_000);
      assertThat(node.view().bytes()).isLessThanOrEqualTo(DiskSettings.BYTES_LEAST);
    }
  }

  @Test
  @DisplayName("the disk's bound holds; who is used is spared once, who never was makes way first")
  void bound() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      var bodies = new LongBodies(node);
      assertThat(bodies.keep(1, LONG)).isTrue();
      use(bodies, 1);
      for (int other = 2; other < 60; other++) {
        assertThat(bodies.keep(other, LONG)).isTrue();
        assertThat(node.view().bytes()).isLessThanOrEqualTo(DiskSettings.BYTES_LEAST);
      }
      assertThat(bodies.find(1)).as("used").isPresent();
      assertThat(bodies.find(2)).as("never used").isEmpty();
      assertThat(bodies.find(59)).isPresent();
      assertThat(node.view().bodyBytes()).isLessThan(6 << 20);
      assertThat(node.isInMemory(2)).isFalse();
    }
  }

  @Test
  @DisplayName("short ones and long ones share a disk: each makes way when its turn comes")
  void shared() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      var bodies = new LongBodies(node);
      assertThat(bodies.keep(1, LONG)).isTrue();
      use(bodies, 1);
      for (int i = 0; i < 120; i++) {
        node.keep(1000 + i, page(1000 + i, 400_000));
        assertThat(node.view().bytes()).isLessThanOrEqualTo(DiskSettings.BYTES_LEAST);
        if (i == 45) {
          assertThat(bodies.find(1)).as("spared once").isPresent();
        }
      }
      assertThat(bodies.find(1)).as("not twice").isEmpty();
    }
  }

  @Test
  @DisplayName("longer than an eighth of the disk: not kept, whether it says so or not")
  void tooLong() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      var bodies = new LongBodies(node);
      assertThat(node.tier.spool(key(1), OptionalLong.of(3 << 20))).isEmpty();
      Filling unsaid = bodies.coming(2, OptionalLong.empty());
      for (long at = 0; at < 3 << 20; at += 500_000) {
        LongBodies.append(unsaid, 2, at, at + 500_000);
      }
      assertThat(bodies.finish(2, unsaid)).isEmpty();
      assertThat(node.view().counts().of(Refused.TOO_LARGE)).isEqualTo(2);
      await(() -> node.view().bodies() == 0);
      assertThat(files.names()).noneMatch(it -> it.endsWith(".body"));
    }
  }

  @Test
  @DisplayName(
      "a disk that fills up: the rest is not kept, the space is free again, and it resumes")
  void full() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      var bodies = new LongBodies(node);
      Filling coming = bodies.coming(1, OptionalLong.of(LONG));
      LongBodies.append(coming, 1, 0, 300_000);
      files.leave(100_000);
      Filling.Kept last = LongBodies.append(coming, 1, 300_000, LONG);
      await(() -> node.view().failing());

      assertThat(bodies.finish(1, coming)).isEmpty();
      assertThat(last).isIn(Filling.Kept.YES, Filling.Kept.NO_ROOM);
      assertThat(node.tier.spool(key(2), OptionalLong.of(LONG))).as("while it fails").isEmpty();
      files.leave(Long.MAX_VALUE);
      await(() -> !node.view().failing());
      assertThat(bodies.keep(3, LONG)).isTrue();
      assertThat(LongBodies.read(3, bodies.find(3).orElseThrow(), 0)).isEqualTo(LONG);
    }
  }

  @Test
  @DisplayName("purged by its URL, or by an order for many: gone, also after a restart")
  void purged() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      var bodies = new LongBodies(node);
      for (int i = 1; i <= 3; i++) {
        assertThat(bodies.keep(i, 100_000)).isTrue();
      }
      node.memory.purge(key(1));
      node.memory.purge(Purge.parse(Kind.PREFIX, "http://a.test/2").orElseThrow());
      node.memory.keepPurges(java.time.Duration.ofSeconds(30));
      assertThat(bodies.find(1)).isEmpty();
      assertThat(bodies.find(2)).isEmpty();
    }
    try (var node = new DiskUnderTest(files)) {
      assertThat(node.recall(1)).isFalse();
      assertThat(node.recall(2)).isFalse();
      assertThat(node.recall(3)).isTrue();
    }
  }

  private static void use(LongBodies bodies, int number) {
    Optional<Body> body = bodies.find(number);
    assertThat(LongBodies.piece(body.orElseThrow(), 0)).isPresent();
    body.get().release();
  }
}
