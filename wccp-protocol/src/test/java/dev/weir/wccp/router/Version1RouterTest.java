package dev.weir.wccp.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.codec.Vectors;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.router.RouterEffect.Ignored;
import dev.weir.wccp.router.RouterEffect.IgnoredReason;
import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// One router, 192.0.2.1, and the caches 192.0.2.11 and .12.
final class Version1RouterTest {
  private static final InetAddress ROUTER = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress CACHE = InetAddress.ofLiteral("192.0.2.11");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.12");
  private static final InetAddress DENIED = InetAddress.ofLiteral("198.51.100.7");
  private static final BucketSet LOW = BucketSet.of(IntStream.range(0, 128));
  private static final BucketSet HIGH = BucketSet.of(IntStream.range(128, 256));

  private Instant now = Instant.EPOCH;
  private final Version1Router router =
      new Version1Router(new Version1Router.Settings(ROUTER, it -> !it.equals(DENIED)));

  @Test
  @DisplayName("§2.5 every HERE_I_AM is answered, also with received id 0 or a wrong one")
  void answers() {
    assertThat(hello(CACHE, 0).receiveId()).isEqualTo(new ReceiveId(1));
    assertThat(hello(CACHE, 99).receiveId()).isEqualTo(new ReceiveId(2));
    assertThat(hello(CACHE, 0).receiveId()).isEqualTo(new ReceiveId(3));
    assertThat(usable()).isEmpty();
  }

  @Test
  @DisplayName(
      "§2.5 the answer has the version number of the question; another than 3 or 4 has none")
  void version() {
    assertThat(hello(CACHE, 0).version()).isEqualTo(4);
    assertThat(answer(receive(hereIAm(3, BucketSet.EMPTY, 1), CACHE)).version()).isEqualTo(3);

    assertThat(receive(hereIAm(5, BucketSet.EMPTY, 2), CACHE))
        .containsExactly(new Ignored(IgnoredReason.VERSION, CACHE));
  }

  @Test
  @DisplayName("§2.5 a cache is usable when a later HERE_I_AM has the id of the last answer to it")
  void usableByEcho() {
    hello(CACHE, 0);
    hello(OTHER, 0);

    var seen = hello(CACHE, 1);

    assertThat(usable()).containsExactly(CACHE);
    assertThat(seen.change()).isEqualTo(2);
    assertThat(seen.caches()).extracting(Version1.ISeeYou.Entry::cache).containsExactly(CACHE);
    assertThat(hello(OTHER, 1).caches()).as("1 was CACHE's id").hasSize(1);
    assertThat(hello(OTHER, 4).caches()).hasSize(2);
  }

  @Test
  @DisplayName("§2.5 the id of a first HERE_I_AM is ignored, whatever it is")
  void firstIgnored() {
    hello(CACHE, 0);
    hello(OTHER, 1);

    assertThat(usable()).isEmpty();
  }

  @Test
  @DisplayName("§2.5 a HERE_I_AM with a wrong id keeps no cache alive and loses none")
  void wrongId() {
    join(CACHE, 0);
    now = now.plusSeconds(20);
    hello(CACHE, 77);
    assertThat(usable()).containsExactly(CACHE);

    now = now.plusSeconds(10);
    assertThat(pass())
        .containsExactly(new RouterEffect.CacheLost(CACHE, RouterEffect.LossCause.SILENT, 3));
  }

  @Test
  @DisplayName("§2.5 usable is not redirected: no packet moves before an ASSIGN_BUCKET")
  void usableIsNotRedirected() {
    join(CACHE, 0);

    assertThat(router.snapshot().tableInForce()).isFalse();
    assertThat(hello(CACHE, 2).caches())
        .containsExactly(new Version1.ISeeYou.Entry(CACHE, BucketSet.EMPTY, true));
  }

  @Test
  @DisplayName("§2.5 30 s without a valid HERE_I_AM: gone, buckets unassigned, change number + 1")
  void silence() {
    join(CACHE, 0);
    join(OTHER, 2);
    assign(CACHE, 2, LOW, HIGH);
    now = now.plusSeconds(20);
    hello(OTHER, 4);
    now = now.plusSeconds(9);
    assertThat(pass()).isEmpty();

    now = now.plusSeconds(1);
    assertThat(router.nextDeadline()).isEqualTo(now);
    assertThat(pass())
        .containsExactly(new RouterEffect.CacheLost(CACHE, RouterEffect.LossCause.SILENT, 5));

    assertThat(router.snapshot().assignment().caches()).containsExactly(OTHER);
    assertThat(router.snapshot().assignment().assignedCount()).isEqualTo(128);
    now = now.plusSeconds(20);
    assertThat(pass()).contains(new RouterEffect.Flushed(Optional.empty()));
    assertThat(router.snapshot().tableInForce()).isFalse();
  }

  @Test
  @DisplayName("§2.5 an ASSIGN_BUCKET of any usable cache counts, and moves the change number")
  void assigned() {
    join(CACHE, 0);
    join(OTHER, 2);

    assertThat(assign(OTHER, 4, LOW, HIGH)).hasOnlyElementsOfType(RouterEffect.Installed.class);

    var seen = hello(CACHE, 2);
    assertThat(seen.change()).isEqualTo(4);
    assertThat(seen.caches())
        .containsExactly(
            new Version1.ISeeYou.Entry(CACHE, LOW, false),
            new Version1.ISeeYou.Entry(OTHER, HIGH, false));
    assertThat(assign(OTHER, 4, LOW, HIGH)).as("nothing new").isEmpty();
    assertThat(router.snapshot().memberChange()).isEqualTo(4);
  }

  @Test
  @DisplayName("§2.5 an ASSIGN_BUCKET of a stranger or with another id leaves the table as it was")
  void refused() {
    join(CACHE, 0);
    hello(OTHER, 0);
    var before = router.snapshot();

    assertThat(assign(OTHER, 3, LOW, HIGH))
        .containsExactly(new Ignored(IgnoredReason.ASSIGN_SENDER, OTHER));
    assertThat(assign(CACHE, 1, LOW, HIGH))
        .containsExactly(new Ignored(IgnoredReason.ASSIGN_RECEIVE_ID, CACHE));
    assertThat(assign(CACHE, 3, LOW, HIGH))
        .containsExactly(new Ignored(IgnoredReason.ASSIGN_RECEIVE_ID, CACHE));
    assertThat(router.snapshot()).isEqualTo(before);
  }

  @Test
  @DisplayName(
      "§2.5 buckets of a cache that is not usable are unassigned; one named twice has both")
  void unknownInTable() {
    join(CACHE, 0);

    assign(CACHE, 2, LOW, HIGH);
    assertThat(router.snapshot().assignment().caches()).containsExactly(CACHE);
    assertThat(router.snapshot().assignment().share(CACHE)).isEqualTo(LOW);

    var vector = (Version1.AssignBuckets) Vectors.message("03-v1-assign-bucket");
    var twice = new HashAssignment(List.of(CACHE, CACHE), vector.assignment().table());
    receive(new Version1.AssignBuckets(new ReceiveId(2), twice), CACHE);
    assertThat(router.snapshot().assignment().share(CACHE).size())
        .isEqualTo(vector.assignment().assignedCount());
  }

  @Test
  @DisplayName("§2.4 a cache's history is shown with the U flag until it owns something")
  void history() {
    receive(hereIAm(4, BucketSet.EMPTY, 0), CACHE);
    assertThat(answer(receive(hereIAm(4, HIGH, 1), CACHE)).caches())
        .containsExactly(new Version1.ISeeYou.Entry(CACHE, HIGH, true));
    var later = answer(receive(hereIAm(4, LOW, 2), CACHE));
    assertThat(later.caches()).containsExactly(new Version1.ISeeYou.Entry(CACHE, HIGH, true));
    assertThat(later.change()).as("what a cache says later is no change").isEqualTo(2);
  }

  @Test
  @DisplayName("§2.5 the group list, what only routers send, WCCP2 and odd addresses are refused")
  void notForUs() {
    assertThat(receive(hereIAm(4, LOW, 0), DENIED))
        .containsExactly(new Ignored(IgnoredReason.DENIED_TO_GROUP, DENIED));
    assertThat(receive(Vectors.message("02-v1-i-see-you"), CACHE))
        .containsExactly(new Ignored(IgnoredReason.WRONG_DIRECTION, CACHE));
    assertThat(receive(Vectors.message("04-v2-hia-first"), CACHE))
        .containsExactly(new Ignored(IgnoredReason.WRONG_DIRECTION, CACHE));
    for (String odd : List.of("0.0.0.0", "224.0.0.1", "2001:db8::1")) {
      var from = InetAddress.ofLiteral(odd);
      assertThat(receive(hereIAm(4, LOW, 0), from))
          .containsExactly(new Ignored(IgnoredReason.CACHE_ADDRESS, from));
    }
  }

  @Test
  @DisplayName("§2.5 thirty-two pretenders keep no cache out, thirty-two usable caches do")
  void crowded() {
    for (int i = 1; i <= 32; i++) {
      hello(InetAddress.ofLiteral("203.0.113." + i), 0);
      now = now.plusMillis(1);
    }
    join(CACHE, 32);
    assertThat(usable()).containsExactly(CACHE);

    for (int i = 1; i <= 31; i++) {
      join(InetAddress.ofLiteral("203.0.113." + (100 + i)), 32 + 2 * i);
    }
    assertThat(usable()).hasSize(32);
    assertThat(receive(hereIAm(4, LOW, 0), OTHER))
        .containsExactly(new Ignored(IgnoredReason.TOO_MANY_CACHES, OTHER));
  }

  @Test
  @DisplayName("§6.1 the packet path is told that this is version 1")
  void tellsVersion() {
    assertThat(router.snapshot().version()).isEqualTo(1);
  }

  /// Two HERE_I_AM, after `answered` answers to whomever.
  private void join(InetAddress cache, int answered) {
    hello(cache, 0);
    hello(cache, answered + 1);
  }

  private Version1.ISeeYou hello(InetAddress cache, int received) {
    return answer(receive(hereIAm(4, BucketSet.EMPTY, received), cache));
  }

  private List<RouterEffect> assign(
      InetAddress from, int id, BucketSet ofCache, BucketSet ofOther) {
    var shares = new LinkedHashMap<InetAddress, BucketSet>();
    shares.put(CACHE, ofCache);
    shares.put(OTHER, ofOther);
    return receive(
        new Version1.AssignBuckets(new ReceiveId(id), HashAssignment.ofShares(shares)), from);
  }

  private List<RouterEffect> receive(Message message, InetAddress from) {
    return router.on(new RouterEvent.Received(message, from, ROUTER), now);
  }

  private List<RouterEffect> pass() {
    return router.on(new RouterEvent.DeadlinePassed(), now);
  }

  private List<InetAddress> usable() {
    return router.snapshot().caches().stream()
        .filter(RouterSnapshot.Cache::usable)
        .map(RouterSnapshot.Cache::address)
        .toList();
  }

  private static Version1.HereIAm hereIAm(int version, BucketSet buckets, int received) {
    return new Version1.HereIAm(version, buckets, false, new ReceiveId(received));
  }

  private static Version1.ISeeYou answer(List<RouterEffect> effects) {
    return effects.stream()
        .filter(RouterEffect.Send.class::isInstance)
        .map(it -> (Version1.ISeeYou) ((RouterEffect.Send) it).message())
        .findFirst()
        .orElseThrow();
  }
}
