package dev.weir.wccp.cache;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.BucketSet;
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

/// We are 192.0.2.11, the lowest address: what we owe the router. Its answers come at once.
final class Version1DutyTest {
  private static final InetAddress US = InetAddress.ofLiteral("192.0.2.11");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.12");
  private static final InetAddress LOWER = InetAddress.ofLiteral("192.0.2.10");
  private static final InetAddress ROUTER = InetAddress.ofLiteral("192.0.2.1");
  private static final BucketSet ALL = BucketSet.of(IntStream.range(0, 256));
  private static final BucketSet LOW = BucketSet.of(IntStream.range(0, 128));
  private static final BucketSet HIGH = BucketSet.of(IntStream.range(128, 256));

  private Instant now = Instant.EPOCH;
  private int nextId = 1;
  private int change = 1;
  private List<Version1.ISeeYou.Entry> list = List.of();
  private boolean answering = true;
  private final List<CacheEffect> effects = new ArrayList<>();
  private final Version1Cache cache =
      new Version1Cache(new Version1Cache.Settings(US, ROUTER, Version1.VERSION, false), now);

  @Test
  @DisplayName("§2.5 the only cache assigns at once, with the received id of the newest answer")
  void alone() {
    shows(2, nothing(US));

    var sent = join();

    assertThat(sent)
        .singleElement()
        .satisfies(it -> {
          assertThat(it.received()).isEqualTo(new ReceiveId(2));
          assertThat(it.assignment().share(US)).isEqualTo(ALL);
        });
  }

  @Test
  @DisplayName("§8.1-13 two caches: no assignment before 15 s without a change have passed")
  void waits() {
    shows(2, nothing(US), nothing(OTHER));
    join();

    assertThat(after(ofSeconds(9))).isEmpty();
    shows(3, nothing(US), nothing(OTHER), nothing(InetAddress.ofLiteral("192.0.2.13")));
    assertThat(after(ofSeconds(1))).isEmpty();
    assertThat(after(ofMillis(14_999))).isEmpty();
    assertThat(after(ofMillis(1))).hasSize(1);
  }

  @Test
  @DisplayName("§2.5 when changes do not end the table goes out 40 s after the first of them")
  void restless() {
    shows(2, nothing(US), nothing(OTHER));
    join();
    var sent = new ArrayList<Version1.AssignBuckets>();
    for (int second = 1; second < 40; second++) {
      shows(2 + second, nothing(US), nothing(OTHER));
      sent.addAll(after(ofSeconds(1)));
    }

    assertThat(sent).isEmpty();
    assertThat(after(ofSeconds(1))).hasSize(1);
  }

  @Test
  @DisplayName("§2.5 a table whose vectors the next answer does not show is sent again")
  void repeated() {
    shows(2, nothing(US));
    assertThat(join()).hasSize(1);

    var again = after(ofSeconds(10));

    assertThat(again)
        .extracting(Version1.AssignBuckets::received)
        .containsExactly(new ReceiveId(3));
    assertThat(after(ofSeconds(10))).hasSize(1);
  }

  @Test
  @DisplayName("§11-2 an accepted table moves the change number, and is not sent a second time")
  void accepted() {
    shows(2, nothing(US));
    join();
    shows(3, owns(US, ALL));

    assertThat(after(ofSeconds(60))).isEmpty();
  }

  @Test
  @DisplayName("§11-2 a change after which the table is right asks for nothing")
  void unneeded() {
    shows(2, owns(US, LOW), owns(OTHER, HIGH));
    join();
    shows(3, owns(OTHER, HIGH), owns(US, LOW));

    assertThat(after(ofSeconds(60))).isEmpty();
  }

  @Test
  @DisplayName("§2.5 a cache that is not the lowest of the list, or not in it, assigns nothing")
  void notDesignated() {
    shows(2, nothing(LOWER), nothing(US));
    assertThat(join()).isEmpty();
    assertThat(after(ofSeconds(60))).isEmpty();

    shows(3, nothing(OTHER));
    assertThat(after(ofSeconds(60))).isEmpty();
  }

  @Test
  @DisplayName("§5.4 a join moves half of the buckets, a leave the leaver's, a return its old ones")
  void sticky() {
    shows(2, owns(US, ALL), nothing(OTHER));
    join();
    var joined = after(ofSeconds(15)).getFirst().assignment();
    assertThat(joined.share(US).size()).isEqualTo(128);
    var given = joined.share(OTHER);

    shows(3, owns(US, joined.share(US)), owns(OTHER, given));
    after(ofSeconds(10));
    shows(4, owns(US, joined.share(US)));
    assertThat(after(ofSeconds(10)).getFirst().assignment().share(US)).isEqualTo(ALL);

    shows(5, owns(US, ALL));
    after(ofSeconds(10));
    shows(6, owns(US, ALL), nothing(OTHER));
    assertThat(after(ofSeconds(25)).getFirst().assignment().share(OTHER)).isEqualTo(given);
  }

  @Test
  @DisplayName("§2.4 what another cache says that it owned once is given back to it")
  void told() {
    shows(2, owns(US, ALL), new Version1.ISeeYou.Entry(OTHER, LOW, true));
    join();

    assertThat(after(ofSeconds(15)).getFirst().assignment().share(OTHER)).isEqualTo(LOW);
  }

  @Test
  @DisplayName("§2.5 a table that is due in the middle of an exchange waits for the answer")
  void waitsForAnswer() {
    dueInExchange();

    assertThat(after(ofSeconds(1))).isEmpty();
    assertThat(carryOut(cache.on(new CacheEvent.DeadlinePassed(), now))).as("early").isEmpty();
    assertThat(answer())
        .extracting(Version1.AssignBuckets::received)
        .containsExactly(new ReceiveId(4));
  }

  @Test
  @DisplayName("§2.5 an answer that has not come after half of T is waited for no longer")
  void answerIsLost() {
    dueInExchange();

    assertThat(after(ofMillis(3_999))).isEmpty();
    assertThat(after(ofMillis(1)))
        .extracting(Version1.AssignBuckets::received)
        .containsExactly(new ReceiveId(3));
  }

  @Test
  @DisplayName("§2.5 a router that never shows our table is told of once")
  void unconfirmed() {
    shows(2, nothing(US));
    join();

    after(ofSeconds(40));
    assertThat(effects).noneMatch(CacheEffect.Unconfirmed.class::isInstance);
    after(ofSeconds(60));
    assertThat(effects).filteredOn(CacheEffect.Unconfirmed.class::isInstance).hasSize(1);
  }

  /// At 27 s the table is due; the HERE_I_AM of 26 s is not answered yet.
  private void dueInExchange() {
    answering = false;
    join();
    now = now.plusSeconds(6);
    answer();
    now = now.plusSeconds(6);
    shows(2, nothing(US), nothing(OTHER));
    answer();
    answering = true;
    assertThat(after(ofSeconds(4))).isEmpty();
    answering = false;
    assertThat(after(ofSeconds(11))).isEmpty();
  }

  /// What the router shows from now on.
  private void shows(int number, Version1.ISeeYou.Entry... caches) {
    change = number;
    list = List.of(caches);
  }

  private List<Version1.AssignBuckets> join() {
    return carryOut(cache.on(new CacheEvent.Join(), now));
  }

  private List<Version1.AssignBuckets> answer() {
    return answer(list);
  }

  private List<Version1.AssignBuckets> answer(List<Version1.ISeeYou.Entry> caches) {
    var answer = new Version1.ISeeYou(4, change, new ReceiveId(nextId++), caches);
    return carryOut(cache.on(new CacheEvent.Received(answer, ROUTER), now));
  }

  private List<Version1.AssignBuckets> after(Duration time) {
    var end = now.plus(time);
    var sent = new ArrayList<Version1.AssignBuckets>();
    while (!cache.nextDeadline().isAfter(end)) {
      now = cache.nextDeadline();
      sent.addAll(carryOut(cache.on(new CacheEvent.DeadlinePassed(), now)));
    }
    now = end;
    return sent;
  }

  /// Every HERE_I_AM is answered at once, the first one by an empty list.
  private List<Version1.AssignBuckets> carryOut(List<CacheEffect> done) {
    effects.addAll(done);
    var sent = new ArrayList<Version1.AssignBuckets>();
    for (CacheEffect effect : done) {
      if (effect instanceof CacheEffect.Send(Version1.AssignBuckets assign, InetAddress _)) {
        sent.add(assign);
      } else if (effect instanceof CacheEffect.Send(Version1.HereIAm hello, InetAddress _)
          && answering) {
        sent.addAll(answer(hello.received().equals(ReceiveId.NONE) ? List.of() : list));
      }
    }
    return sent;
  }

  private static Version1.ISeeYou.Entry nothing(InetAddress cache) {
    return new Version1.ISeeYou.Entry(cache, BucketSet.EMPTY, true);
  }

  private static Version1.ISeeYou.Entry owns(InetAddress cache, BucketSet buckets) {
    return new Version1.ISeeYou.Entry(cache, buckets, false);
  }
}
