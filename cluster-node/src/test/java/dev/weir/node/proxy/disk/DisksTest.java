package dev.weir.node.proxy.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.disk.DiskSettings;
import dev.weir.cache.disk.DiskTier;
import dev.weir.cache.disk.life.Moment;
import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.Soon;
import dev.weir.node.access.AccessLog;
import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.outcome.Outcome;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import io.netty.channel.DefaultEventLoop;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisksTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final CacheKey KEY = new CacheKey("http", "a.test", "/");
  private static final RequestHead GET = new RequestHead("GET", "/", Fields.NONE);

  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final EventLog events = new EventLog("test", InstantSource.system());
  private final Telemetry telemetry = new Telemetry();
  private final MemoryStore store = new MemoryStore(1 << 20);
  private final AtomicInteger gone = new AtomicInteger();
  private StallingDirectory directory;
  private DiskTier tier;

  @TempDir private Path path;

  /// A node that has the page on its disk, and not in its memory.
  @BeforeEach
  void keep() throws Exception {
    directory = new StallingDirectory(path);
    var before = new MemoryStore(1 << 20);
    try (DiskTier first = open(before)) {
      before.put(KEY, page());
      before.reuse(KEY, GET, NOW);
      Soon.passes(() -> assertThat(first.has(KEY)).isTrue());
    }
    tier = open(store);
  }

  @AfterEach
  void close() {
    directory.goOn();
    tier.close();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("a request goes on when what the disk had is in memory, and Cache-Status says so")
  void found() {
    Outcome outcome = ask(disks(Duration.ofSeconds(30)), GET).join();

    assertThat(store.has(KEY)).isTrue();
    assertThat(outcome.served()).isEqualTo("weir; hit; detail=disk");
    assertThat(telemetry.scrape())
        .contains("weir_disk_reads_total{disk=\"" + path + "\",result=\"found\"} 1.0")
        .contains("weir_disk_objects{disk=\"" + path + "\"} 1.0");
    assertThat(events.since(0)).extracting(EventLog.Entry::name).contains("disk-opened");
  }

  @Test
  @DisplayName("a disk that stalls hangs no request, and is counted; what it gives later is kept")
  void stalled() {
    directory.stall();
    Outcome outcome = ask(disks(Duration.ofMillis(20)), GET).join();

    assertThat(store.has(KEY)).isFalse();
    assertThat(outcome.served()).isEqualTo("weir; hit");
    assertThat(telemetry.scrape()).contains("weir_disk_late_total 1.0");

    directory.goOn();
    Soon.passes(() -> assertThat(store.has(KEY)).isTrue());
    loop.submit(() -> {}).syncUninterruptibly();
    assertThat(gone).hasValue(1);
  }

  @Test
  @DisplayName("who asks for something else, or for what memory has, goes on at once")
  void notAsked() {
    directory.stall();
    Disks disks = disks(Duration.ofSeconds(30));
    assertThat(ask(disks, new RequestHead("POST", "/", Fields.NONE))).isCompleted();
    assertThat(ask(Disks.none(store), GET)).isCompleted();

    store.put(KEY, page());
    assertThat(ask(disks, GET)).isCompleted();
  }

  @Test
  @DisplayName("a request that is over meanwhile does not go on")
  void over() {
    directory.stall();
    var outcome = outcome();
    disks(Duration.ofSeconds(30)).before(GET, KEY, outcome, loop, gone::incrementAndGet);
    loop.submit(() -> outcome.end()).syncUninterruptibly();
    directory.goOn();

    Soon.passes(() -> assertThat(store.has(KEY)).isTrue());
    loop.submit(() -> {}).syncUninterruptibly();
    assertThat(gone).hasValue(0);
  }

  private CompletableFuture<Outcome> ask(Disks disks, RequestHead request) {
    var outcome = outcome();
    var then = new CompletableFuture<Outcome>();
    Runnable going =
        () -> {
          gone.incrementAndGet();
          then.complete(outcome);
        };
    disks.before(request, KEY, outcome, loop, going);
    return then;
  }

  private static Outcome outcome() {
    var books = new Account.Books(AccessLog.off(), InstantSource.system());
    return new Outcome("weir", new Account(books, Account.Client.NOBODY, false, Account.UNCOUNTED));
  }

  private Disks disks(Duration wait) {
    var disks = Disks.of(tier, store, wait);
    new DiskMeters(events).measure(telemetry, tier, disks);
    return disks;
  }

  private DiskTier open(MemoryStore memory) throws Exception {
    var settings = new DiskSettings(path.toString(), directory, DiskSettings.BYTES_LEAST);
    return DiskTier.open(List.of(settings), memory, new DiskMeters(events), () -> Moment.of(NOW));
  }

  private static StoredResponse page() {
    return StoredResponse.of(
        GET,
        new ResponseHead(200, Fields.of("Cache-Control", "max-age=60")),
        Body.of("page".getBytes(StandardCharsets.UTF_8)),
        new Arrival(NOW, NOW));
  }
}
