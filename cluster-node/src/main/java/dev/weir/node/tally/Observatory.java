package dev.weir.node.tally;

import dev.weir.node.grid.Grid;
import dev.weir.node.grid.seal.Purpose;
import dev.weir.node.grid.seal.SignedRecord;
import dev.weir.wccp.cache.CacheSnapshot;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Looks at the tally once a second, tells the other nodes of it, and hears of theirs.
///
/// A thread of its own does it; what it has found may be asked for by any.
public final class Observatory implements AutoCloseable {
  private static final int TELL_EVERY = 2;
  private static final Duration BELIEVED = Duration.ofSeconds(10);
  private static final int HOSTS_MAX = 20;

  private final Tally tally;
  private final Grid grid;
  private final Around around;
  private final Minute minute = new Minute();
  private final BucketMoves moves = new BucketMoves();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("observatory").daemon(true).factory());
  private volatile Map<Inet4Address, ClusterNumbers.Told> told = Map.of();
  private volatile ClusterNumbers numbers = ClusterNumbers.NONE;
  private int seconds;

  /// What is looked at beside the tally.
  ///
  /// @param self this node
  /// @param groups its service groups
  /// @param owners whose each bucket is
  public record Around(
      Inet4Address self,
      Supplier<List<CacheSnapshot>> groups,
      Supplier<List<Optional<InetAddress>>> owners,
      InstantSource wallClock,
      InstantSource steadyClock) {}

  private Observatory(Tally tally, Grid grid, Around around) {
    this.tally = tally;
    this.grid = grid;
    this.around = around;
  }

  /// Begins.
  public static Observatory begin(Tally tally, Grid grid, Around around) {
    var observatory = new Observatory(tally, grid, around);
    grid.follow(Purpose.NUMBERS, observatory::hear);
    observatory.thread.scheduleWithFixedDelay(observatory::look, 0, 1, TimeUnit.SECONDS);
    return observatory;
  }

  /// What is known now.
  public ClusterNumbers numbers() {
    return numbers;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void look() {
    minute.add(around.steadyClock.instant(), tally.counts());
    Instant now = around.wallClock.instant();
    moves.see(around.owners.get(), now);
    NodeNumbers ours = minute.numbers(routers());
    if (seconds++ % TELL_EVERY == 0) {
      String key = around.self.getHostAddress();
      grid.put(Purpose.NUMBERS, key, NumbersCodec.encode(ours), BELIEVED);
    }
    var nodes = new HashMap<>(told);
    nodes.put(around.self, new ClusterNumbers.Told(ours, now));
    numbers =
        new ClusterNumbers(
            nodes,
            moves.all(),
            tally.hosts(HOSTS_MAX).stream()
                .map(it -> new ClusterNumbers.Host(it.host(), it.requests(), it.octets()))
                .toList());
  }

  private Map<Inet4Address, Boolean> routers() {
    var routers = new LinkedHashMap<Inet4Address, Boolean>();
    for (CacheSnapshot group : around.groups.get()) {
      for (CacheSnapshot.Router router : group.routers()) {
        if (router.address() instanceof Inet4Address address
            && (routers.size() < NodeNumbers.ROUTERS_MAX || routers.containsKey(address))) {
          boolean lists = router.state().equals("usable") || router.state().equals("assigned");
          routers.merge(address, lists, Boolean::logicalAnd);
        }
      }
    }
    return routers;
  }

  /// By the grid thread. Each node tells of itself alone.
  private void hear(List<SignedRecord> records) {
    var heard = new HashMap<Inet4Address, ClusterNumbers.Told>();
    for (SignedRecord record : records) {
      Inet4Address signer = record.terms().signer();
      if (record.key().equals(signer.getHostAddress())) {
        Instant at = Instant.ofEpochMilli(record.terms().number());
        NumbersCodec.decode(record.content())
            .ifPresent(it -> heard.put(signer, new ClusterNumbers.Told(it, at)));
      }
    }
    told = Map.copyOf(heard);
  }
}
