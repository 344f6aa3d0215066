package dev.weir.cache.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.flight.Collapse.News;
import dev.weir.cache.flight.Collapse.Outcome;
import dev.weir.cache.flight.Collapse.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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

  private Collapse collapse(int followersMax) {
    return new Collapse(followersMax, new Room(1 << 20), nowNs::get);
  }
}
