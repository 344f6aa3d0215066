package dev.weir.lab.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lab.program.Buckets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The map of buckets")
final class BucketMapTest {
  private static final List<String> CACHES = List.of("10.0.2.11", "10.0.2.12", "10.0.2.13");

  @Test
  @DisplayName("shows owners as digits, what moved, and leaves out rows like the one above")
  void drawsThreeTables() {
    Buckets before = table(bucket -> CACHES.get(Math.min(bucket / 86, 2)));
    Buckets killed = table(bucket -> bucket < 172 ? before.owner(bucket) : CACHES.get(bucket % 2));

    List<String> lines =
        new BucketMap(CACHES, before, killed, before).lines(List.of("heading", "first"));

    assertThat(lines)
        .containsExactly(
            "     before (owner)     moved at kill      moved back             heading",
            "00   1111111111111111   ................   ................       first",
            "..",
            "50   1111112222222222   ................   ................",
            "60   2222222222222222   ................   ................",
            "..",
            "a0   2222222222223333   ............1212   ............3333",
            "b0   3333333333333333   1212121212121212   3333333333333333",
            "..");
  }

  @Test
  @DisplayName("shows a bucket that nobody owns as a dash, and keeps a longer right side")
  void drawsUnownedBuckets() {
    Buckets owned = table(_ -> CACHES.get(0));

    List<String> lines =
        new BucketMap(CACHES, owned, Buckets.NONE, owned).lines(List.of("a", "b", "c", "d"));

    assertThat(lines)
        .hasSize(4)
        .element(1)
        .asString()
        .startsWith("00   1111111111111111   ----------------   1111111111111111");
    assertThat(lines.getLast()).isEqualTo(" ".repeat(62) + "d");
  }

  @Test
  @DisplayName("fits 110 columns and leaves 40 lines enough room, even when no two rows are alike")
  void fitsTheScreen() {
    Buckets wild = table(bucket -> CACHES.get((bucket / 16 + bucket) % 3));
    Buckets wilder = table(bucket -> CACHES.get((bucket / 16 * 2 + bucket) % 3));

    List<String> lines = new BucketMap(CACHES, wild, wilder, wild).lines(List.of());

    assertThat(lines)
        .hasSizeLessThanOrEqualTo(17)
        .allMatch(line -> line.length() <= Screen.COLUMNS);
  }

  private static Buckets table(IntFunction<String> owner) {
    return new Buckets(IntStream.range(0, Buckets.COUNT).mapToObj(owner).toList());
  }
}
