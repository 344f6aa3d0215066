package dev.weir.wccp.cache;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.BucketTable;
import dev.weir.wccp.assignment.HashAssignment;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("§5.4 a table that is like that of another group")
final class MirrorTest {
  private static final HashAssignment OTHERS = table(Bench.US, Bench.HIGHER);

  private final ScriptedRouter router = new ScriptedRouter("192.0.2.1");

  @Test
  @DisplayName("the designated cache moves to it at once, and no further")
  void follows() {
    router.lists(Bench.HIGHER);
    var bench = Bench.with(router).settled();
    assertThat(router.table).isNotEqualTo(OTHERS);

    bench.on(new CacheEvent.Mirror(OTHERS));
    bench.run(ofSeconds(12));

    assertThat(router.table).isEqualTo(OTHERS);
    assertThat(bench.assigns()).hasSize(1);
    assertThat(bench.fresh().run(ofMinutes(5)).assigns()).isEmpty();
  }

  @Test
  @DisplayName("told again, or told what is so already, it says nothing")
  void once() {
    router.lists(Bench.HIGHER);
    var bench = Bench.with(router).settled().run(ofMinutes(1)).fresh();
    bench.on(new CacheEvent.Mirror(router.table));
    bench.run(ofMinutes(1));
    bench.on(new CacheEvent.Mirror(router.table));

    assertThat(bench.run(ofMinutes(1)).assigns()).isEmpty();
  }

  @Test
  @DisplayName("who is not in this group gets nothing of it, the others keep theirs")
  void absentOwner() {
    var bench = Bench.with(router).settled();
    bench.on(new CacheEvent.Mirror(OTHERS));
    bench.run(ofMinutes(1));
    assertThat(router.table.share(Bench.US).size()).isEqualTo(256);

    router.lists(Bench.HIGHER);
    bench.run(ofMinutes(1));
    assertThat(router.table).isEqualTo(OTHERS);
  }

  @Test
  @DisplayName("who is not designated sends nothing")
  void notDesignated() {
    router.lists(Bench.LOWER);
    var bench = Bench.with(router).join().run(ofMinutes(1)).fresh();
    bench.on(new CacheEvent.Mirror(OTHERS));

    assertThat(bench.run(ofMinutes(1)).assigns()).isEmpty();
  }

  /// The buckets in turns, where a first table gives each cache a half.
  private static HashAssignment table(InetAddress even, InetAddress odd) {
    byte[] owners = new byte[256];
    for (int bucket = 1; bucket < owners.length; bucket += 2) {
      owners[bucket] = 1;
    }
    return new HashAssignment(List.of(even, odd), BucketTable.ofOctets(owners, 2).orElseThrow());
  }
}
