package dev.weir.node.grid;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.weir.node.Soon;
import dev.weir.node.telemetry.EventLog;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Real members on two ports of the loopback address.
@Timeout(300)
final class GridTest {
  private static int nextPort = 21_000 + (int) (ProcessHandle.current().pid() % 10_000);

  private final EventLog log = new EventLog("test", () -> Instant.EPOCH);
  private final LinkedBlockingQueue<GridView> firstViews = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<GridView> secondViews = new LinkedBlockingQueue<>();

  @Test
  @DisplayName("two members see each other, share a table, and see each other go")
  void twoMembers() throws Exception {
    int port = freePort();
    int other = freePort();
    var started = new CountDownLatch(1);
    try (var first =
        Grid.start(settings("cache-1", port, other), log, view -> tell(view, started))) {
      started.countDown(); // start has waited for no view: none is told before
      await(firstViews, view -> view.state() == GridState.JOINED);
      PublishedTable table = RecordCodecTest.table(2, 7);
      first.publish(table);
      await(firstViews, view -> view.published().equals(Optional.of(table)));

      var second = Grid.start(settings("cache-2", other, port), log, secondViews::add);
      GridView seen =
          await(secondViews, view -> view.members().size() == 2 && view.published().isPresent());
      assertThat(seen.members())
          .extracting(GridMember::name)
          .containsExactlyInAnyOrder("cache-1", "cache-2");
      assertThat(seen.members())
          .extracting(GridMember::self)
          .containsExactlyInAnyOrder(false, true);
      assertThat(seen.members().getFirst().address()).isEqualTo(loopback(1));
      assertThat(seen.published()).contains(table);
      await(firstViews, view -> view.members().size() == 2);
      assertThat(listens(3, port)).isFalse(); // bound to its own address alone

      long before = System.nanoTime();
      second.close();
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isLessThan(Grid.CLOSE_MAX.multipliedBy(10)); // whatever else the machine does
      GridView alone = await(firstViews, view -> view.members().size() == 1);
      assertThat(alone.published()).contains(table);
      Soon.holds("its port is free", () -> !listens(1, other));
    }
    assertThat(log.since(1))
        .extracting(EventLog.Entry::name)
        .contains("grid-joined", "member-joined", "member-left");
  }

  @Test
  @DisplayName("a bypass rule of one member is seen by the other, until it is taken back")
  void sharesRules() throws Exception {
    int port = freePort();
    int other = freePort();
    var rule = new SharedRule("to 203.0.113.0/24", 0, "why");
    try (var first = Grid.start(settings("cache-1", port, other), log, firstViews::add)) {
      first.share(rule, Duration.ZERO); // waits for the grid
      await(firstViews, view -> view.rules().equals(List.of(rule)));
      try (var second = Grid.start(settings("cache-2", other, port), log, secondViews::add)) {
        await(secondViews, view -> view.rules().equals(List.of(rule)));

        second.unshare(rule.target());
        await(firstViews, view -> view.rules().isEmpty());
        second.share(rule, Duration.ZERO);
        await(firstViews, view -> view.rules().equals(List.of(rule)));
        second.share(rule, Duration.ofSeconds(1)); // in place of that which is seen
        await(firstViews, view -> view.rules().isEmpty());
      }
    }
  }

  @Test
  @SuppressWarnings("try") // to close early is what the test is about
  @DisplayName("a taken port is said, tried again, and joined when it is free")
  void takenPort() throws Exception {
    int port = freePort();
    try (var taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(loopback(1), port));
      try (var grid = Grid.start(settings("cache-1", port, port), log, firstViews::add)) {
        await(firstViews, view -> view.state() == GridState.FAILED);
        taken.close();
        await(firstViews, view -> view.state() == GridState.JOINED);
        assertThat(grid.members()).hasSize(1);
      }
    }
    assertThat(log.since(1).getFirst().name()).isEqualTo("grid-failed");
  }

  /// A class whose reading has a side effect, as in an attack by deserialisation.
  private static final class Gadget implements Serializable {
    private static final long serialVersionUID = 1;
    private static final AtomicBoolean READ = new AtomicBoolean();

    @SuppressWarnings("unused") // called by Java serialisation
    private void readObject(ObjectInputStream in) {
      READ.set(true);
    }
  }

  @Test
  @DisplayName("K2 an object in the map is refused and said once, and its class never runs")
  void gadget() throws Exception {
    int port = freePort();
    int other = freePort();
    GridSettings stranger = settings("stranger", other, port);
    var config = stranger.hazelcast();
    config.getSerializationConfig().setJavaSerializationFilterConfig(null);
    try (var grid = Grid.start(settings("cache-1", port, other), log, firstViews::add)) {
      await(firstViews, view -> view.state() == GridState.JOINED);
      HazelcastInstance hostile = Hazelcast.newHazelcastInstance(config);
      try {
        await(firstViews, view -> view.members().size() == 2);
        hostile.getReplicatedMap(GridSettings.TABLE_MAP).put("ownership", new Gadget());
        PublishedTable table = RecordCodecTest.table(2, 7);
        awaitEvent("grid-record-refused");
        assertThat(Gadget.READ).isFalse();
        assertThat(grid.published()).isEmpty();

        grid.publish(table);
        await(firstViews, view -> view.published().equals(Optional.of(table)));
        assertThat(log.since(1).stream().map(EventLog.Entry::name))
            .filteredOn("grid-record-refused"::equals)
            .hasSize(1);
      } finally {
        hostile.getLifecycleService().terminate();
      }
    }
  }

  private void awaitEvent(String name) {
    Soon.passes(() -> assertThat(log.since(1)).extracting(EventLog.Entry::name).contains(name));
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

  private static GridSettings settings(String name, int port, int other)
      throws UnknownHostException {
    String cluster = "weir-test-" + Math.min(port, other);
    return new GridSettings(
        cluster, name, loopback(1), port, List.of("127.0.0.1", "127.0.0.1:" + other));
  }

  private static boolean listens(int last, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(loopback(last), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Inet4Address loopback(int last) throws UnknownHostException {
    return (Inet4Address) InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  /// Below those that the kernel gives to whoever asks for any port.
  private static int freePort() throws IOException {
    while (true) {
      int port = nextPort++;
      try (var socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(loopback(1), port));
        return port;
      } catch (BindException taken) {
        assertThat(port).as("a free port").isLessThan(32_768);
      }
    }
  }
}
