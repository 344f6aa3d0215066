package dev.weir.cache.disk;

import static dev.weir.cache.disk.DiskUnderTest.await;
import static dev.weir.cache.disk.DiskUnderTest.isPage;
import static dev.weir.cache.disk.DiskUnderTest.key;
import static dev.weir.cache.disk.DiskUnderTest.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.disk.file.LocalDirectory;
import dev.weir.cache.disk.file.MemoryDirectory;
import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.store.Purge;
import dev.weir.cache.store.Purge.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTierTest {
  private final MemoryDirectory files = new MemoryDirectory();

  @Test
  @DisplayName("what is used a second time is written, what is used once is not")
  void secondUse() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      node.memory.put(key(1), page(1, 100));
      node.keep(2, page(2, 100));

      assertThat(node.tier.has(key(1))).isFalse();
      assertThat(node.view().counts().written()).isEqualTo(1);

      assertThat(node.isInMemory(2)).isTrue();
      node.written();
      assertThat(node.view().counts().written()).as("it is there").isEqualTo(1);
    }
  }

  @Test
  @DisplayName("what is on the disk is found after a restart, variants, empty and large ones too")
  void restart() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      IntStream.range(1, 9).forEach(i -> node.keep(i, page(i, (i - 1) * 60_000)));
      node.memory.put(key(9), page(9, 10, "Vary", "Accept"));
      node.keep(9, page(10, 20, "Vary", "Accept-Language"));
    }
    try (var node = new DiskUnderTest(files)) {
      assertThat(node.told).containsExactly("opened disk-0 9");
      for (int i = 1; i < 9; i++) {
        assertThat(node.isInMemory(i)).isFalse();
        assertThat(node.recall(i)).isTrue();
        assertThat(node.isInMemory(i)).isTrue();
        assertThat(isPage(i, node.recalled(i))).isTrue();
      }
      assertThat(node.recall(9)).isTrue();
      assertThat(isPage(10, node.recalled(9))).isTrue();
      assertThat(node.recall(10)).isFalse();
      node.written();
      assertThat(node.view().counts().written()).as("nothing is written again").isZero();
    }
  }

  @Test
  @DisplayName("what is replaced or purged by URL is gone at once, and after a restart")
  void purgedByUrl() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      IntStream.range(1, 5).forEach(i -> node.keep(i, page(i, 100)));
      node.memory.purge(key(1));
      node.memory.purge(new Purge(Kind.URL, key(2).url()));
      node.memory.put(key(3), page(30, 100));
      assertThat(node.tier.has(key(1)) || node.tier.has(key(2)) || node.tier.has(key(3))).isFalse();
      assertThat(node.tier.has(key(4))).isTrue();
    }
    try (var node = new DiskUnderTest(files)) {
      assertThat(node.view().objects()).isEqualTo(1);
      assertThat(node.recall(4)).isTrue();
    }
  }

  @Test
  @DisplayName("what an order means is not found, now and after a restart; what comes later is")
  void purgedByOrder() throws Exception {
    var tag = new Purge(Kind.KEY, "old");
    var prefix = new Purge(Kind.PREFIX, "http://a.test/2");
    try (var node = new DiskUnderTest(files)) {
      node.keep(1, page(1, 100, "Surrogate-Key", "old"));
      node.keep(2, page(2, 100));
      node.keep(3, page(3, 100, "Surrogate-Key", "new"));
    }
    try (var node = new DiskUnderTest(files)) {
      node.memory.purge(tag);
      node.memory.purge(prefix);
      assertThat(node.recall(1)).isFalse();
      assertThat(node.recall(3)).isTrue();
      node.memory.keepPurges(Duration.ofSeconds(30));
      assertThat(files.names()).contains("orders");
    }
    try (var node = new DiskUnderTest(files)) {
      assertThat(node.view().orders()).isEqualTo(2);
      assertThat(node.recall(2)).isFalse();
      assertThat(node.recall(3)).isTrue();
      node.keep(2, page(2, 100));
      node.keep(1, page(1, 100, "Surrogate-Key", "old"));
    }
    try (var node = new DiskUnderTest(files)) {
      assertThat(node.recall(1)).isTrue();
      assertThat(node.recall(2)).isTrue();
    }
  }

  @Test
  @DisplayName("what an owner stored in an earlier life is validated, what nobody owns is served")
  void tenure() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      node.keep(1, page(1, 100, "ETag", "\"a\"").stamped(7));
      node.keep(2, page(2, 100));
      node.memory.purge(key(3));
    }
    try (var node = new DiskUnderTest(files)) {
      assertThat(node.recall(1) && node.recall(2)).isTrue();
      var request = DiskUnderTest.get(Fields.NONE);
      assertThat(node.memory.reuse(key(1), request, 7, DiskUnderTest.NOW))
          .isInstanceOf(Reuse.Validate.class);
      assertThat(node.memory.reuse(key(2), request, 0, DiskUnderTest.NOW))
          .isInstanceOf(Reuse.Serve.class);
    }
  }

  @Test
  @DisplayName(
      "files stay within the size, and the oldest go first; what memory uses is told again")
  void reclaim() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      node.keep(0, page(0, 1_000));
      for (int i = 1; i < 60; i++) {
        node.keep(i, page(i, 500_000));
        assertThat(node.view().bytes()).isLessThanOrEqualTo(16 << 20);
        node.isInMemory(0);
      }
      assertThat(node.tier.has(key(0))).as("used").isTrue();
      assertThat(node.tier.has(key(1))).as("not used").isFalse();
      assertThat(node.tier.has(key(59))).isTrue();
    }
  }

  @Test
  @DisplayName("what was read from the disk is carried on when its segment is given up, once")
  void carriedOn() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      IntStream.range(0, 4).forEach(i -> node.keep(i, page(i, 1_000)));
    }
    try (var node = new DiskUnderTest(files)) {
      assertThat(node.recall(0) && node.recall(2)).isTrue();
      node.memory.purge(key(2));
      IntStream.range(100, 132).forEach(i -> node.keep(i, page(i, 500_000)));
      assertThat(IntStream.range(0, 4).filter(i -> node.tier.has(key(i)))).containsExactly(0);
    }
    try (var node = new DiskUnderTest(files)) {
      assertThat(node.recall(0)).isTrue();
      assertThat(isPage(0, node.recalled(0))).isTrue();
      IntStream.range(200, 232).forEach(i -> node.keep(i, page(i, 500_000)));
      IntStream.range(300, 332).forEach(i -> node.keep(i, page(i, 500_000)));
      assertThat(node.tier.has(key(0))).as("not used a second time").isFalse();
    }
  }

  @Test
  @DisplayName("longer than half a segment, an object is not written, and counted")
  void tooLarge() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      node.use(1, page(1, 600_000));
      await(() -> node.view().counts().of(DiskCounts.Refused.TOO_LARGE) == 1);
      assertThat(node.tier.has(key(1))).isFalse();
    }
  }

  @Test
  @DisplayName("another format is set aside, and the disk begun anew")
  void otherFormat() throws Exception {
    try (var node = new DiskUnderTest(files)) {
      node.keep(1, page(1, 100));
    }
    files.octets("disk")[11]++;
    try (var node = new DiskUnderTest(files)) {
      assertThat(node.told).containsExactly("set aside disk-0", "opened disk-0 0");
      assertThat(files.names()).anyMatch(name -> name.matches("set-aside-.*/00000001.segment"));
      node.keep(1, page(1, 100));
    }
    try (var node = new DiskUnderTest(files)) {
      assertThat(node.recall(1)).isTrue();
    }
  }

  @Test
  @DisplayName("two nodes do not share a directory; when one has gone, the other may have it")
  void lock(@TempDir Path path) throws Exception {
    Directory.Opening disk = () -> LocalDirectory.open(path);
    try (var node = new DiskUnderTest(disk)) {
      node.keep(1, page(1, 100));
      assertThatThrownBy(() -> new DiskUnderTest(disk)).isInstanceOf(Directory.Taken.class);
    }
    try (var node = new DiskUnderTest(disk)) {
      assertThat(node.recall(1)).isTrue();
      assertThat(node.recalled(1).body()).isNotSameAs(Body.EMPTY);
    }
  }
}
