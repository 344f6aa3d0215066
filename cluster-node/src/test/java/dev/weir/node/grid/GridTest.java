package dev.weir.node.grid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Soon;
import dev.weir.node.telemetry.EventLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Real members on two ports of the loopback address.
@Timeout(300)
final class GridTest {
  private static final InstantSource WALL = InstantSource.system();

  private final EventLog log = new EventLog("test", () -> Instant.EPOCH);
  private final LinkedBlockingQueue<GridView> firstViews = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<GridView> secondViews = new LinkedBlockingQueue<>();

  @Test
  @DisplayName("two members see each other, share a table, and see each other go")
  void twoMembers() throws Exception {
    int port = Loopback.freePort();
    int other = Loopback.freePort();
    var started = new CountDownLatch(1);
    try (var first =
        Grid.start(settings("cache-1", port, other), log, WALL, view -> tell(view, started))) {
      started.countDown(); // start has waited for no view: none is told before
      await(firstViews, view -> view.state() == GridState.JOINED);
      PublishedTable table = RecordCodecTest.table(2, 7);
      first.publish(table);
      await(firstViews, view -> view.published().equals(Optional.of(table)));

      var second = Grid.start(settings("cache-2", other, port), log, WALL, secondViews::add);
      GridView seen =
          await(secondViews, view -> view.members().size() == 2 && view.published().isPresent());
      assertThat(seen.members())
          .extracting(GridMember::name)
          .containsExactlyInAnyOrder("cache-1", "cache-2");
      assertThat(seen.members())
          .extracting(GridMember::self)
          .containsExactlyInAnyOrder(false, true);
      assertThat(seen.members().getFirst().address()).isEqualTo(Loopback.address(1));
      assertThat(seen.published()).contains(table);
      await(firstViews, view -> view.members().size() == 2);
      assertThat(Loopback.listens(3, port)).isFalse(); // bound to its own address alone

      long before = System.nanoTime();
      second.close();
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isLessThan(Grid.CLOSE_MAX.multipliedBy(10)); // whatever else the machine does
      GridView alone = await(firstViews, view -> view.members().size() == 1);
      assertThat(alone.published()).contains(table);
      Soon.holds("its port is free", () -> !Loopback.listens(1, other));
    }
    assertThat(log.since(1))
        .extracting(EventLog.Entry::name)
        .contains("grid-joined", "member-joined", "member-left");
  }

  @Test
  @DisplayName("a bypass rule of one member is seen by the other, until it is taken back")
  void sharesRules() throws Exception {
    int port = Loopback.freePort();
    int other = Loopback.freePort();
    var rule = new SharedRule("to 203.0.113.0/24", 0, "why");
    try (var first = Grid.start(settings("cache-1", port, other), log, WALL, firstViews::add)) {
      first.share(rule, Duration.ZERO); // waits for the grid
      await(firstViews, view -> view.rules().equals(List.of(rule)));
      try (var second = Grid.start(settings("cache-2", other, port), log, WALL, secondViews::add)) {
        await(secondViews, view -> view.rules().equals(List.of(rule)));

        second.unshare(rule.target());
        await(firstViews, view -> view.rules().isEmpty());
        second.share(rule, Duration.ofSeconds(1));
        await(firstViews, view -> view.rules().equals(List.of(rule)));
        await(firstViews, view -> view.rules().isEmpty());
      }
    }
  }

  @Test
  @SuppressWarnings("try") // to close early is what the test is about
  @DisplayName("a taken port is said, tried again, and joined when it is free")
  void takenPort() throws Exception {
    int port = Loopback.freePort();
    try (var taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(Loopback.address(1), port));
      try (var grid = Grid.start(settings("cache-1", port, port), log, WALL, firstViews::add)) {
        await(firstViews, view -> view.state() == GridState.FAILED);
        taken.close();
        await(firstViews, view -> view.state() == GridState.JOINED);
        assertThat(grid.members()).hasSize(1);
      }
    }
    assertThat(log.since(1).getFirst().name()).isEqualTo("grid-failed");
  }

  private void tell(GridView view, CountDownLatch started) {
    try {
      started.await();
      firstViews.add(view);
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private static GridView await(LinkedBlockingQueue<GridView> views, Predicate<GridView> wanted)
      throws InterruptedException {
    GridView view;
    do {
      view = views.poll(60, TimeUnit.SECONDS);
      assertThat(view).as("a further view").isNotNull();
    } while (view == null || !wanted.test(view));
    return view;
  }

  private static GridSettings settings(String name, int port, int other) throws IOException {
    return Loopback.settings(name, port, other);
  }
}
