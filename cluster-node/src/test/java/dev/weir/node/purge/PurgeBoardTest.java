package dev.weir.node.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.store.MemoryStore;
import dev.weir.cache.store.Purge;
import dev.weir.node.Soon;
import dev.weir.node.grid.Grid;
import dev.weir.node.grid.Loopback;
import dev.weir.node.telemetry.EventLog;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two nodes with a grid between them.
@Timeout(120)
final class PurgeBoardTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Purge HOST = Purge.parse(Purge.Kind.HOST, "a.test").orElseThrow();

  private final int port = Loopback.freePort();
  private final int other = Loopback.freePort();
  private static final Set<Inet4Address> BOTH = both();

  private final EventLog log = new EventLog("test", () -> Instant.EPOCH);
  private final Node first = new Node(1);

  PurgeBoardTest() throws IOException {}

  /// A store, its board and its membership.
  private final class Node implements AutoCloseable {
    private final MemoryStore store = new MemoryStore(1 << 20);
    private final List<Purge> buried = new CopyOnWriteArrayList<>();
    private final Grid grid;
    private final PurgeBoard board;

    Node(int last) throws IOException {
      int here = last == 1 ? port : other;
      var settings = Loopback.settings("cache-" + last, here, last == 1 ? other : port);
      grid = Grid.start(settings, log, InstantSource.system(), view -> {});
      Soon.holds(() -> !grid.members().isEmpty()); // else two clusters that merge later
      board =
          new PurgeBoard(
              new PurgeBoard.Forgetting(store, buried::add),
              grid,
              new PurgeBoard.Nodes(Loopback.address(last), this::members),
              log,
              InstantSource.system());
      board.start();
      for (int i = 0; i < 3; i++) {
        store.put(new CacheKey("http", "a.test", "/" + i), response());
      }
      store.put(new CacheKey("http", "b.test", "/"), response());
    }

    /// Both have one address and two ports; here each has an address of its own.
    private Set<Inet4Address> members() {
      return grid.members().size() == 2 ? BOTH : Set.of();
    }

    @Override
    public void close() {
      board.close();
      grid.close();
    }
  }

  @AfterEach
  void close() {
    first.close();
  }

  @Test
  @DisplayName("what one node is told all forget, and he is answered when all have")
  void everywhere() throws Exception {
    try (var second = new Node(2)) {
      Soon.holds(() -> first.members().size() == 2 && second.members().size() == 2);

      Outcome outcome = first.board.order(HOST).orElseThrow().get();
      assertThat(outcome.objects()).isEqualTo(3);
      assertThat(outcome.missing()).isEmpty();
      assertThat(outcome.applied()).containsExactlyInAnyOrderElementsOf(BOTH);
      assertThat(second.store.urls()).containsExactly("http://b.test/");
      assertThat(second.buried).containsExactly(HOST);
      assertThat(first.store.urls()).containsExactly("http://b.test/");

      Outcome again = second.board.order(HOST).orElseThrow().get();
      assertThat(again.isComplete()).isTrue();
      assertThat(again.objects()).isZero();
    }
  }

  @Test
  @DisplayName("a node that comes later forgets what it brought; a live one that is deaf is named")
  void laterAndDeaf() throws Exception {
    Soon.holds(() -> first.grid.members().size() == 1);
    assertThat(first.board.order(HOST).orElseThrow().get().isComplete()).isTrue();
    try (var second = new Node(2)) {
      Soon.holds(() -> second.store.count() == 1);
      assertThat(second.store.urls()).containsExactly("http://b.test/");

      Soon.holds(() -> first.members().size() == 2);
      second.board.close(); // its grid goes on, its store hears nothing
      Outcome outcome = first.board.order(HOST).orElseThrow().get();
      assertThat(outcome.missing()).containsExactly(Loopback.address(2));
    }
    assertThat(log.since(1)).extracting(EventLog.Entry::name).contains("purge-unconfirmed");
  }

  private static Set<Inet4Address> both() {
    try {
      return Set.of(Loopback.address(1), Loopback.address(2));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static StoredResponse response() {
    var head = new ResponseHead(200, Fields.of("Cache-Control", "max-age=60"));
    var request = new RequestHead("GET", "/", Fields.NONE);
    return StoredResponse.of(request, head, Body.of(new byte[1]), new Arrival(NOW, NOW));
  }
}
