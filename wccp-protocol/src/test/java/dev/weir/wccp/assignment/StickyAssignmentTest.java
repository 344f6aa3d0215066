package dev.weir.wccp.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.StickyAssignment.Candidate;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class StickyAssignmentTest {
  @Test
  @DisplayName("§5.4 three equal caches own 86, 85 and 85 buckets, the lowest address first")
  void fresh() {
    var assignment = next(equal(3), HashAssignment.NONE);

    assertThat(sizes(assignment)).containsExactly(86, 85, 85);
    assertThat(assignment.owner(0)).contains(cache(1));
    assertThat(assignment.owner(255)).contains(cache(3));
  }

  @Test
  @DisplayName("§5.4 a leave moves exactly the leaver's buckets, for every number of caches")
  void leave() {
    for (int n = 2; n <= 32; n++) {
      var before = next(equal(n), HashAssignment.NONE);
      for (int leaver = 1; leaver <= n; leaver++) {
        var rest = new ArrayList<>(equal(n));
        rest.remove(leaver - 1);
        var after = next(rest, before);
        assertThat(after.movedSince(before)).isEqualTo(before.share(cache(leaver)));
        assertThat(after.assignedCount()).isEqualTo(256);
        assertThat(spread(after)).isLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  @DisplayName("§5.4 a join moves the joiner's share and nothing else, for every number of caches")
  void join() {
    for (int n = 1; n < 32; n++) {
      for (int joiner = 1; joiner <= n + 1; joiner++) {
        var all = equal(n + 1);
        var present = new ArrayList<>(all);
        present.remove(joiner - 1);
        var before = next(present, HashAssignment.NONE);
        var after = next(all, before);
        assertThat(after.movedSince(before)).isEqualTo(after.share(cache(joiner)));
        assertThat(after.share(cache(joiner)).size()).isBetween(256 / (n + 1), 256 / (n + 1) + 1);
      }
    }
  }

  @Test
  @DisplayName("§5.4 a cache that returns gets its own buckets back")
  void returning() {
    var before = next(equal(4), HashAssignment.NONE);
    var gone = next(List.of(equal(4).get(0), equal(4).get(2), equal(4).get(3)), before);
    var memory = Map.of(cache(2), before.share(cache(2)));

    var back = StickyAssignment.next(equal(4), gone, memory);

    assertThat(back).isEqualTo(before);
    assertThat(next(equal(4), gone).table()).isNotEqualTo(before.table());
  }

  @Test
  @DisplayName("§5.4 weights share by Sainte-Laguë; weight 0 owns nothing unless all are 0")
  void weights() {
    assertThat(shares(weighted(100, 100, 200))).containsExactly(64, 64, 128);
    assertThat(shares(weighted(100, 0))).containsExactly(256, 0);
    assertThat(shares(weighted(0, 0))).containsExactly(128, 128);
    assertThat(shares(List.of())).isEmpty();
  }

  @Test
  @DisplayName("§5.4 in 2,000 random changes no bucket moves between two caches that stay")
  void neverBetweenSurvivors() {
    var random = new Random(7);
    var memory = new HashMap<InetAddress, BucketSet>();
    var now = HashAssignment.NONE;
    for (int step = 0; step < 2_000; step++) {
      int members = random.nextInt(1, 1 << 8);
      var present = equal(8).stream().filter(c -> (members >> last(c) & 1) == 1).toList();
      var after = StickyAssignment.next(present, now, memory);
      var before = now;
      var stayed = before.caches().stream().filter(after.caches()::contains).toList();
      boolean joined = !before.caches().containsAll(after.caches());
      after.movedSince(before).stream()
          .forEach(bucket -> {
            boolean between =
                before.owner(bucket).filter(stayed::contains).isPresent()
                    && after.owner(bucket).filter(stayed::contains).isPresent();
            assertThat(between && !joined).isFalse();
          });
      assertThat(after.assignedCount()).isEqualTo(256);
      after.shares().forEach(memory::put);
      now = after;
    }
  }

  @Test
  @DisplayName("§5.1 the bucket is the exclusive-or of the destination's octets")
  void placement() {
    assertThat(Placement.slot(address("203.0.113.80"))).isEqualTo(234);
    assertThat(Placement.slot(address("192.0.2.1"))).isEqualTo(195);
    var random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      int bits = random.nextInt();
      var text = IntStream.of(24, 16, 8, 0).mapToObj(s -> "" + (bits >>> s & 0xff)).toList();
      assertThat(Placement.slot(bits)).isEqualTo(Placement.slot(address(String.join(".", text))));
    }
  }

  @Test
  @DisplayName("§4.3 addresses are compared unsigned, octet by octet")
  void order() {
    assertThat(AddressOrder.UNSIGNED.compare(address("10.0.0.3"), address("10.0.0.200")))
        .isNegative();
    assertThat(AddressOrder.UNSIGNED.compare(address("9.0.0.0"), address("192.0.2.1")))
        .isNegative();
    assertThat(AddressOrder.UNSIGNED.compare(address("192.0.2.1"), address("192.0.2.1"))).isZero();
  }

  private static int[] shares(List<Candidate> candidates) {
    return StickyAssignment.shares(candidates, 256);
  }

  private static HashAssignment next(List<Candidate> candidates, HashAssignment previous) {
    return StickyAssignment.next(candidates, previous, Map.of());
  }

  private static List<Candidate> equal(int n) {
    return weighted(IntStream.range(0, n).map(i -> 100).toArray());
  }

  private static List<Candidate> weighted(int... weights) {
    return IntStream.range(0, weights.length)
        .mapToObj(i -> new Candidate(cache(i + 1), weights[i]))
        .toList();
  }

  private static int last(Candidate candidate) {
    return candidate.address().getAddress()[3] - 1;
  }

  private static List<Integer> sizes(Assignment assignment) {
    return assignment.shares().values().stream().map(BucketSet::size).toList();
  }

  private static int spread(Assignment assignment) {
    var sizes = sizes(assignment).stream().mapToInt(Integer::intValue).summaryStatistics();
    return sizes.getMax() - sizes.getMin();
  }

  private static InetAddress cache(int number) {
    return address("192.0.2." + number);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
