package dev.weir.cache.slab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.message.Body;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SlabsTest {
  private static final KeyHash KEY = new KeyHash(1, 2);
  private static final byte[] RECORD = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

  private final Random random = new Random(1);

  @ParameterizedTest(name = "{0} octets")
  @ValueSource(
      ints = {0, 1, 50, 1024, 65_000, 65_522, 65_523, 65_536, 65_537, 131_072, 300_000, 1 << 20})
  @DisplayName("a record and a body of any length come back as they were")
  void keeps(int length) {
    var slabs = new Slabs(64 << 20);
    byte[] octets = octets(length);

    Kept kept = slabs.keep(KEY, RECORD, Body.of(octets)).orElseThrow();

    assertThat(record(kept)).isEqualTo(RECORD);
    assertThat(body(kept, length)).isEqualTo(octets);
    assertThat(kept.slotBytes()).isEqualTo(slabs.usedBytes()).isGreaterThanOrEqualTo(length);
    kept.release();
    assertThat(slabs.usedBytes()).isZero();
    assertThat(slabs.heldBytes()).isZero();
  }

  @Test
  @DisplayName("a slot is a twelfth too large, a long one a sixth, and pages have hardly a rest")
  void sizes() {
    var classes = new SizeClasses(1 << 20, 1 << 17);
    for (int octets = 1; octets <= 1 << 17; octets++) {
      int slot = classes.slotBytes(classes.of(octets));
      int more = octets <= 1 << 15 ? octets / 11 + 16 : octets / 6;
      assertThat(slot).isBetween(octets, Math.max(64, octets + more));
      assertThat(octets > 1 << 15 ? slot % 4096 : 0).isZero();
    }
    for (int i = 0; i < classes.count(); i++) {
      int used = classes.slotsPerPage(i) * classes.slotBytes(i);
      assertThat(used).isGreaterThan((1 << 20) * 96 / 100);
    }
  }

  @Test
  @DisplayName("a slot is used again only after its last lease has ended")
  void leases() {
    var slabs = new Slabs(4096);
    byte[] octets = octets(4000);
    Kept kept = slabs.keep(KEY, RECORD, Body.of(octets)).orElseThrow();
    assertThat(kept.acquire()).isTrue();

    kept.release();
    assertThat(slabs.keep(KEY, RECORD, Body.EMPTY)).isEmpty();
    assertThat(body(kept, 4000)).isEqualTo(octets);

    kept.release();
    assertThat(kept.acquire()).isFalse();
    assertThat(slabs.keep(KEY, RECORD, Body.EMPTY)).isPresent();
    assertThatIllegalStateException().isThrownBy(kept::release);
  }

  @Test
  @DisplayName("what does not fit whole takes nothing")
  void allOrNothing() {
    var slabs = new Slabs(1 << 20);

    assertThat(slabs.keep(KEY, RECORD, Body.of(octets(2 << 20)))).isEmpty();
    assertThat(slabs.usedBytes()).isZero();
    assertThat(slabs.keep(KEY, new byte[1 << 17], Body.EMPTY)).isEmpty();
    assertThat(slabs.keep(KEY, RECORD, Body.of(octets(900_000)))).isPresent();
  }

  @Test
  @DisplayName("whatever sizes come after whatever others, pages go over to them")
  void shifting() {
    var slabs = new Slabs(8 << 20);
    var present = new LinkedHashSet<Kept>();
    for (int[] mix : new int[][] {{100, 300}, {20_000, 60_000}, {900, 1100}, {100_000, 500_000}}) {
      long bytes = 0;
      int refused = 0;
      while (bytes < 16 << 20) {
        int length = random.nextInt(mix[0], mix[1]);
        Optional<Kept> kept = kept(slabs, length, present);
        refused += kept.isEmpty() ? 1 : 0;
        kept.ifPresent(present::add);
        bytes += length;
        assertThat(slabs.heldBytes()).isLessThanOrEqualTo(8 << 20);
      }
      assertThat(refused).isZero();
      // What is there now is of the new sizes, and there is much of it.
      long used = present.stream().mapToLong(Kept::slotBytes).sum();
      assertThat(used).isEqualTo(slabs.usedBytes()).isGreaterThan((8 << 20) / 2);
    }
    present.forEach(Kept::release);
    assertThat(slabs.heldBytes()).isZero();
  }

  private Optional<Kept> kept(Slabs slabs, int length, Set<Kept> present) {
    Body body = Body.of(new byte[length]);
    for (int tries = 0; tries < 2 + 2 * length / slabs.pageBytes(); tries++) {
      Optional<Kept> kept = slabs.keep(KEY, RECORD, body);
      if (kept.isPresent()) {
        return kept;
      }
      List<Kept> sparsest = slabs.sparsest();
      sparsest.forEach(present::remove);
      sparsest.forEach(Kept::release);
    }
    return Optional.empty();
  }

  @Test
  @DisplayName("what is held is in nobody's way but its own page's")
  void heldPages() {
    var slabs = new Slabs(1 << 20);
    var held = new ArrayList<Kept>();
    Optional<Kept> kept = slabs.keep(KEY, RECORD, Body.of(octets(5000)));
    for (; kept.isPresent(); kept = slabs.keep(KEY, RECORD, Body.of(octets(5000)))) {
      held.add(kept.get());
    }
    held.getFirst().acquire();

    List<Kept> sparsest = slabs.sparsest();
    assertThat(sparsest).isNotEmpty().doesNotContain(held.getFirst());
    held.forEach(Kept::acquire);
    assertThat(slabs.sparsest()).isEmpty();
  }

  @Test
  @DisplayName("a body by a lease is what it was until the lease ends, and is refused afterwards")
  void octetsByLease() {
    var slabs = new Slabs(1 << 20);
    byte[] octets = octets(9000);
    Kept kept = slabs.keep(KEY, RECORD, Body.of(octets)).orElseThrow();
    assertThat(kept.acquire()).isTrue();
    var body = new Body(new SlabOctets(kept), 9000);
    Body shared = body.shared();
    kept.release();

    body.release();
    body.release();
    assertThatIllegalStateException().isThrownBy(() -> body.view(0, 1));
    assertThat(shared.toArray()).isEqualTo(octets);
    shared.release();
    assertThat(slabs.usedBytes()).isZero();
  }

  private byte[] octets(int length) {
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    return octets;
  }

  private static byte[] record(Kept kept) {
    byte[] record = new byte[kept.recordBytes()];
    kept.record(record);
    return record;
  }

  private static byte[] body(Kept kept, int length) {
    byte[] octets = new byte[length];
    for (int at = 0; at < length; ) {
      ByteBuffer view = kept.body(at, length);
      int count = view.remaining();
      view.get(octets, at, count);
      at += count;
    }
    return Arrays.copyOf(octets, length);
  }
}
