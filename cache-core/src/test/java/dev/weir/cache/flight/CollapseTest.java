package dev.weir.cache.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.flight.Collapse.News;
import dev.weir.cache.flight.Collapse.Outcome;
import dev.weir.cache.flight.Collapse.Role;
import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CollapseTest {
  private static final CacheKey KEY = new CacheKey("http", "a.test", "/");

  private final AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE - 5);
  private final List<Collapse.News> told = new ArrayList<>();

  @Test
  @DisplayName("the first leads, those after it follow and are told once")
  void leadsAndFollows() {
    var collapse = collapse(10);
    var leader = (Role.Leads) collapse.join(KEY, told::add);
    assertThat(collapse.join(KEY, told::add)).isInstanceOf(Role.Follows.class);
    assertThat(collapse.join(KEY, told::add)).isInstanceOf(Role.Follows.class);

    leader.flight().end(Outcome.STORED);
    leader.flight().end(Outcome.FAILED);

    assertThat(told).containsExactly(new News.Over(Outcome.STORED), new News.Over(Outcome.STORED));
    assertThat(collapse.flights()).isZero();
    assertThat(collapse.join(KEY, told::add)).isInstanceOf(Role.Leads.class);
  }

  @Test
  @DisplayName("another key is another flight")
  void keys() {
    var collapse = collapse(10);
    collapse.join(KEY, told::add);

    assertThat(collapse.join(new CacheKey("http", "a.test", "/b"), told::add))
        .isInstanceOf(Role.Leads.class);
  }

  @Test
  @DisplayName("above the bound one goes alone")
  void full() {
    var collapse = collapse(1);
    collapse.join(KEY, told::add);
    collapse.join(KEY, told::add);

    assertThat(collapse.join(KEY, told::add)).isEqualTo(new Role.Alone(Collapse.Why.FULL));
  }

  @Test
  @DisplayName("a follower that left is not told, and no longer holds the leader")
  void leaves() {
    var collapse = collapse(10);
    var leader = (Role.Leads) collapse.join(KEY, told::add);
    Consumer<Collapse.News> impatient = told::add;
    var follower = (Role.Follows) collapse.join(KEY, impatient);
    assertThat(leader.flight().endUnlessFollowed()).isFalse();

    follower.flight().leave(impatient);

    assertThat(leader.flight().endUnlessFollowed()).isTrue();
    assertThat(told).isEmpty();
    assertThat(collapse.flights()).isZero();
  }

  @Test
  @DisplayName("with many threads there is one leader at a time, and everyone else is told")
  void concurrent() throws InterruptedException {
    var collapse = collapse(10_000);
    var leading = new AtomicInteger();
    var leadingMost = new AtomicInteger();
    int asked = 4000;
    var done = new CountDownLatch(asked);
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < asked; i++) {
        threads.execute(() -> {
          if (collapse.join(KEY, outcome -> done.countDown()) instanceof Role.Leads leads) {
            leadingMost.accumulateAndGet(leading.incrementAndGet(), Math::max);
            leading.decrementAndGet();
            leads.flight().end(Outcome.STORED);
            done.countDown();
          }
        });
      }
      done.await();
    }

    assertThat(leadingMost).hasValue(1);
    assertThat(collapse.flights()).isZero();
  }

  @Test
  @DisplayName("when the response begins, those who wait and those who come read it")
  void begins() {
    var collapse = collapse(2);
    var leader = (Role.Leads) collapse.join(KEY, told::add);
    collapse.join(KEY, told::add);
    leader.flight().begin(beginning(() -> true));
    collapse.join(KEY, told::add);

    assertThat(told).hasSize(2).hasOnlyElementsOfType(News.Begun.class);
    assertThat(collapse.join(KEY, told::add)).isEqualTo(new Role.Alone(Collapse.Why.FULL));
    assertThat(leader.flight().endUnlessFollowed()).isFalse();
    told.forEach(it -> ((News.Begun) it).reader().leave());
    assertThat(leader.flight().endUnlessFollowed()).isTrue();
  }

  @Test
  @DisplayName("what has been purged since it began is not followed: who asks now leads anew")
  void notCurrent() {
    var collapse = collapse(2);
    var current = new AtomicBoolean(true);
    var old = (Role.Leads) collapse.join(KEY, told::add);
    old.flight().begin(beginning(current::get));
    current.set(false);

    var fresh = (Role.Leads) collapse.join(KEY, told::add);
    old.flight().end(Outcome.STORED);

    assertThat(collapse.join(KEY, told::add)).isEqualTo(new Role.Follows(fresh.flight()));
    assertThat(told).isEmpty();
  }

  @Test
  @DisplayName("a key whose response serves nobody else is remembered for ten seconds")
  void unshared() {
    var collapse = collapse(2);
    ((Role.Leads) collapse.join(KEY, told::add)).flight().end(Outcome.UNSHARED);
    var alone = new Role.Alone(Collapse.Why.UNSHARED);

    assertThat(collapse.join(KEY, told::add)).isEqualTo(alone);
    nowNs.addAndGet(Unshared.TIME.toNanos() - 1);
    assertThat(collapse.join(KEY, told::add)).isEqualTo(alone);
    nowNs.incrementAndGet();
    var leader = (Role.Leads) collapse.join(KEY, told::add);

    leader.flight().end(Outcome.UNSHARED);
    collapse.shared(KEY);
    assertThat(collapse.join(KEY, told::add)).isInstanceOf(Role.Leads.class);
  }

  @Test
  @DisplayName("what is remembered is bounded by number and by octets, the oldest goes first")
  void unsharedBounds() {
    var unshared = new Unshared();
    for (int i = 0; i < Unshared.KEYS_MAX + 5; i++) {
      unshared.add(new CacheKey("http", "a.test", "/" + i), 0);
    }
    assertThat(unshared.count()).isEqualTo(Unshared.KEYS_MAX);
    assertThat(unshared.contains(new CacheKey("http", "a.test", "/4"), 1)).isFalse();
    assertThat(unshared.contains(new CacheKey("http", "a.test", "/5"), 1)).isTrue();

    String longest = "/".repeat(8000);
    for (int i = 0; i < 1000; i++) {
      unshared.add(new CacheKey("http", "a.test", longest + i), 1);
    }
    assertThat(unshared.count()).isLessThanOrEqualTo((int) (Unshared.OCTETS_MAX / 8000));
  }

  private static Beginning beginning(BooleanSupplier current) {
    Instant now = Instant.EPOCH;
    var shape =
        StoredResponse.of(
            new RequestHead("GET", "/", Fields.of()),
            new ResponseHead(200, Fields.of()),
            Body.EMPTY,
            new Arrival(now, now));
    return new Beginning(shape, new Filling(OptionalLong.empty(), 1000, new Room(1000)), current);
  }

  private Collapse collapse(int followersMax) {
    return new Collapse(followersMax, new Room(1 << 20), nowNs::get);
  }
}
