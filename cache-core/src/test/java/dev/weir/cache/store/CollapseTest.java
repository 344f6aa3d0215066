package dev.weir.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.store.Collapse.Outcome;
import dev.weir.cache.store.Collapse.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CollapseTest {
  private static final CacheKey KEY = new CacheKey("http", "a.test", "/");

  private final List<Outcome> told = new ArrayList<>();

  @Test
  @DisplayName("the first leads, those after it follow and are told once")
  void leadsAndFollows() {
    var collapse = new Collapse(10);
    var leader = (Role.Leads) collapse.join(KEY, told::add);
    assertThat(collapse.join(KEY, told::add)).isInstanceOf(Role.Follows.class);
    assertThat(collapse.join(KEY, told::add)).isInstanceOf(Role.Follows.class);

    leader.flight().end(Outcome.STORED);
    leader.flight().end(Outcome.FAILED);

    assertThat(told).containsExactly(Outcome.STORED, Outcome.STORED);
    assertThat(collapse.flights()).isZero();
    assertThat(collapse.join(KEY, told::add)).isInstanceOf(Role.Leads.class);
  }

  @Test
  @DisplayName("another key is another flight")
  void keys() {
    var collapse = new Collapse(10);
    collapse.join(KEY, told::add);

    assertThat(collapse.join(new CacheKey("http", "a.test", "/b"), told::add))
        .isInstanceOf(Role.Leads.class);
  }

  @Test
  @DisplayName("above the bound one goes alone")
  void full() {
    var collapse = new Collapse(1);
    collapse.join(KEY, told::add);
    collapse.join(KEY, told::add);

    assertThat(collapse.join(KEY, told::add)).isEqualTo(new Role.Alone());
  }

  @Test
  @DisplayName("a follower that left is not told, and no longer holds the leader")
  void leaves() {
    var collapse = new Collapse(10);
    var leader = (Role.Leads) collapse.join(KEY, told::add);
    Consumer<Outcome> impatient = told::add;
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
    var collapse = new Collapse(10_000);
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
}
