package dev.weir.wccp.cache;

import static dev.weir.wccp.codec.Vectors.message;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.cache.CacheEffect.Ignored;
import dev.weir.wccp.cache.CacheEffect.IgnoredReason;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.Version1;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// We are 192.0.2.11, the router is 192.0.2.1: the parties of the recorded messages. The
/// conversation; what the designated cache owes is [Version1DutyTest]'s.
final class Version1CacheTest {
  private static final InetAddress US = InetAddress.ofLiteral("192.0.2.11");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.12");
  private static final InetAddress ROUTER = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress STRANGER = InetAddress.ofLiteral("192.0.2.66");
  private static final BucketSet HALF = BucketSet.of(IntStream.range(0, 128));

  private Instant now = Instant.EPOCH;
  private Version1Cache cache = speaking(Version1.VERSION, false);

  @Test
  @DisplayName("§2.5 nothing is said before the node can serve")
  void gated() {
    assertThat(cache.on(new CacheEvent.DeadlinePassed(), now)).isEmpty();
    assertThat(cache.nextDeadline()).isEqualTo(Instant.MAX);
  }

  @Test
  @DisplayName("§2.5 the first HERE_I_AM has received id 0; with the U flag told it is vector 01")
  void first() {
    assertThat(join()).containsExactly(hereIAm(BucketSet.EMPTY, false, 0));

    cache = speaking(Version1.VERSION, true);
    assertThat(join()).containsExactly(message("01-v1-here-i-am"));
  }

  @Test
  @DisplayName("§2.5 the first answer is answered at once, and then every 10 s")
  void period() {
    join();

    assertThat(receive(iSeeYou(1, 1))).containsExactly(hereIAm(BucketSet.EMPTY, false, 1));
    assertThat(receive(iSeeYou(2, 2))).isEmpty();
    assertThat(after(ofMillis(9_999))).isEmpty();
    assertThat(after(ofMillis(1))).containsExactly(hereIAm(BucketSet.EMPTY, false, 2));
    assertThat(after(ofSeconds(10))).hasSize(1);
  }

  @Test
  @DisplayName("§2.5 an answer of another source, another version or another direction is ignored")
  void refused() {
    join();
    var before = cache.snapshot();

    assertThat(ignored(iSeeYou(1, 1), STRANGER)).isEqualTo(IgnoredReason.UNKNOWN_ROUTER);
    assertThat(ignored(new Version1.ISeeYou(3, 1, new ReceiveId(1), List.of()), ROUTER))
        .isEqualTo(IgnoredReason.VERSION);
    assertThat(ignored(message("01-v1-here-i-am"), ROUTER))
        .isEqualTo(IgnoredReason.WRONG_DIRECTION);
    assertThat(ignored(message("03-v1-assign-bucket"), ROUTER))
        .isEqualTo(IgnoredReason.WRONG_DIRECTION);
    assertThat(ignored(message("05-v2-isy-first"), ROUTER))
        .isEqualTo(IgnoredReason.WRONG_DIRECTION);
    assertThat(cache.snapshot()).isEqualTo(before);
  }

  @Test
  @DisplayName("§2.5 a list with an address that no cache can have is not sane")
  void insane() {
    join();

    assertThat(ignored(iSeeYou(1, 1, "0.0.0.0"), ROUTER)).isEqualTo(IgnoredReason.CACHE_ADDRESS);
    assertThat(ignored(iSeeYou(1, 1, "224.0.0.1"), ROUTER)).isEqualTo(IgnoredReason.CACHE_ADDRESS);
    assertThat(cache.snapshot().designated()).isEmpty();
  }

  @Test
  @DisplayName("§2.5 each HERE_I_AM is answered once at the most")
  void unsolicited() {
    join();
    receive(iSeeYou(1, 1));
    receive(iSeeYou(2, 2));

    assertThat(ignored(iSeeYou(3, 3), ROUTER)).isEqualTo(IgnoredReason.UNSOLICITED);
    assertThat(cache.snapshot().routers().getFirst().receiveId()).isEqualTo(new ReceiveId(2));
  }

  @Test
  @DisplayName("§2.5 of many HERE_I_AM in vain three at the most are answered later")
  void inVain() {
    join();
    after(ofSeconds(60));
    receive(iSeeYou(1, 1)); // and the next HERE_I_AM goes out at once
    receive(iSeeYou(2, 1));
    receive(iSeeYou(3, 1));
    receive(iSeeYou(4, 1));

    assertThat(ignored(iSeeYou(5, 1), ROUTER)).isEqualTo(IgnoredReason.UNSOLICITED);
  }

  @Test
  @DisplayName("§2.5 a router for old equipment is spoken to with version 3")
  void oldVersion() {
    cache = speaking(Version1.VERSION_OLD, false);

    assertThat(((Version1.HereIAm) join().getFirst()).version()).isEqualTo(3);
    assertThat(receive(new Version1.ISeeYou(3, 1, new ReceiveId(1), List.of()))).hasSize(1);
    assertThat(ignored(iSeeYou(2, 1), ROUTER)).isEqualTo(IgnoredReason.VERSION);
  }

  @Test
  @DisplayName("§2.5 any received id counts, also a lower one: routers reboot")
  void reboot() {
    join();
    receive(showing(7, 4096, entry(US, HALF)));
    after(ofSeconds(10));

    receive(iSeeYou(1, 1));

    assertThat(cache.snapshot().routers().getFirst().state()).isEqualTo("seen");
    assertThat(after(ofSeconds(10))).containsExactly(hereIAm(BucketSet.EMPTY, false, 1));
  }

  @Test
  @DisplayName("§2.5 the designated cache is the lowest address in the list, unsigned")
  void designated() {
    join();
    receive(iSeeYou(1, 1, "192.0.2.12", "192.0.2.11", "192.0.2.200"));
    assertThat(cache.snapshot().designated()).contains(US);

    receive(iSeeYou(2, 1, "192.0.2.12", "192.0.2.11", "9.255.255.255"));
    assertThat(cache.snapshot().designated()).contains(InetAddress.ofLiteral("9.255.255.255"));
  }

  @Test
  @DisplayName("§2.5 what the router shows is what is in force, and what it stops to show is not")
  void inForce() {
    join();
    assertThat(receive(iSeeYou(1, 1, "192.0.2.11", "192.0.2.12"))).hasSize(1);
    assertThat(cache.snapshot().tableInForce()).isFalse();

    receive(showing(2, 2, entry(US, HALF), historical(OTHER, HALF)));
    assertThat(cache.snapshot().tableInForce()).isTrue();
    assertThat(cache.snapshot().assignment().share(US)).isEqualTo(HALF);
    assertThat(cache.snapshot().assignment().caches()).containsExactly(US);
    assertThat(cache.snapshot().routers().getFirst().state()).isEqualTo("assigned");

    after(ofSeconds(10));
    receive(showing(3, 3, historical(US, HALF)));
    assertThat(cache.snapshot().tableInForce()).isFalse();
    assertThat(cache.snapshot().routers().getFirst().state()).isEqualTo("usable");
  }

  @Test
  @DisplayName("§8.1-13 a HERE_I_AM echoes our vector, and is not always empty")
  void echo() {
    join();
    receive(iSeeYou(1, 1));
    receive(showing(2, 2, entry(US, HALF), entry(OTHER, BucketSet.EMPTY)));

    assertThat(after(ofSeconds(10)).getFirst()).isEqualTo(hereIAm(HALF, false, 2));
  }

  @Test
  @DisplayName("§2.4 what we owned once is told with the U flag, or not at all")
  void history() {
    assertThat(afterSilence()).containsExactly(hereIAm(BucketSet.EMPTY, false, 0));

    cache = speaking(Version1.VERSION, true);
    assertThat(afterSilence()).containsExactly(hereIAm(HALF, true, 0));
  }

  @Test
  @DisplayName("§2.5 a router that is silent for 30 s is lost, and called again with received id 0")
  void silence() {
    join();
    receive(showing(1, 1, entry(US, HALF)));
    after(ofMillis(29_999));
    assertThat(cache.snapshot().routers().getFirst().state()).isEqualTo("assigned");

    now = now.plusMillis(1);
    assertThat(cache.on(new CacheEvent.DeadlinePassed(), now))
        .contains(new CacheEffect.Lost(ROUTER, CacheEffect.LossCause.SILENT));

    assertThat(cache.snapshot().tableInForce()).isFalse();
    assertThat(cache.snapshot().designated()).isEmpty();
    assertThat(cache.snapshot().routers().getFirst().receiveId()).isEqualTo(ReceiveId.NONE);
  }

  @Test
  @DisplayName("§2.5 there is no goodbye: who leaves is silent at once, and may come again")
  void leave() {
    join();
    receive(showing(1, 1, entry(US, HALF)));

    assertThat(cache.on(new CacheEvent.Leave(), now)).containsExactly(new CacheEffect.Left());
    assertThat(cache.nextDeadline()).isEqualTo(Instant.MAX);
    assertThat(ignored(iSeeYou(2, 2), ROUTER)).isEqualTo(IgnoredReason.UNSOLICITED);
    assertThat(cache.on(new CacheEvent.Leave(), now)).isEmpty();

    assertThat(join()).containsExactly(hereIAm(BucketSet.EMPTY, false, 0));
  }

  private List<Message> afterSilence() {
    join();
    receive(showing(1, 1, entry(US, HALF)));
    after(ofMillis(29_999));
    return after(ofMillis(10_001)).stream().limit(1).toList();
  }

  private Version1Cache speaking(int version, boolean tellsHistory) {
    return new Version1Cache(new Version1Cache.Settings(US, ROUTER, version, tellsHistory), now);
  }

  private List<Message> join() {
    return sent(cache.on(new CacheEvent.Join(), now));
  }

  private List<Message> receive(Message message) {
    return sent(cache.on(new CacheEvent.Received(message, ROUTER), now));
  }

  private IgnoredReason ignored(Message message, InetAddress from) {
    return cache.on(new CacheEvent.Received(message, from), now).stream()
        .filter(Ignored.class::isInstance)
        .map(effect -> ((Ignored) effect).reason())
        .findFirst()
        .orElseThrow();
  }

  private List<Message> after(Duration time) {
    var end = now.plus(time);
    var sent = new ArrayList<Message>();
    while (!cache.nextDeadline().isAfter(end)) {
      now = cache.nextDeadline();
      sent.addAll(sent(cache.on(new CacheEvent.DeadlinePassed(), now)));
    }
    now = end;
    return sent;
  }

  private static List<Message> sent(List<CacheEffect> effects) {
    return effects.stream()
        .filter(CacheEffect.Send.class::isInstance)
        .map(effect -> ((CacheEffect.Send) effect).message())
        .toList();
  }

  private static Version1.HereIAm hereIAm(BucketSet buckets, boolean historical, int received) {
    return new Version1.HereIAm(4, buckets, historical, new ReceiveId(received));
  }

  /// Caches without a bucket.
  private static Version1.ISeeYou iSeeYou(int id, int change, String... caches) {
    return showing(
        id,
        change,
        List.of(caches).stream()
            .map(it -> historical(InetAddress.ofLiteral(it), BucketSet.EMPTY))
            .toArray(Version1.ISeeYou.Entry[]::new));
  }

  private static Version1.ISeeYou showing(int id, int change, Version1.ISeeYou.Entry... caches) {
    return new Version1.ISeeYou(4, change, new ReceiveId(id), List.of(caches));
  }

  private static Version1.ISeeYou.Entry entry(InetAddress cache, BucketSet buckets) {
    return new Version1.ISeeYou.Entry(cache, buckets, false);
  }

  private static Version1.ISeeYou.Entry historical(InetAddress cache, BucketSet buckets) {
    return new Version1.ISeeYou.Entry(cache, buckets, true);
  }
}
