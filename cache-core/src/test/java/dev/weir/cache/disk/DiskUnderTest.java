package dev.weir.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.disk.life.Moment;
import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A memory with disks behind it, as a test speaks to them.
public final class DiskUnderTest implements DiskWatch, AutoCloseable {
  /// When everything happens.
  public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /// The longest body that its memory takes.
  static final int MEMORY_ENTRY_BYTES = 8 << 20;

  private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(30);

  final Queue<String> told = new ConcurrentLinkedQueue<>();
  final MemoryStore memory;
  final DiskTier tier;

  /// Disks of 16 MiB.
  DiskUnderTest(Directory.Opening... disks) throws Directory.Taken {
    this(DiskSettings.BYTES_LEAST, disks);
  }

  /// Disks of a size.
  public DiskUnderTest(long bytesMax, Directory.Opening... disks) throws Directory.Taken {
    this(bytesMax, Moment.of(NOW), disks);
  }

  /// Disks of a size, at a moment.
  DiskUnderTest(long bytesMax, Moment now, Directory.Opening... disks) throws Directory.Taken {
    memory = new MemoryStore(64 << 20, MEMORY_ENTRY_BYTES);
    var settings = new ArrayList<DiskSettings>();
    for (Directory.Opening disk : disks) {
      settings.add(new DiskSettings("disk-" + settings.size(), disk, bytesMax));
    }
    tier = DiskTier.open(settings, memory, this, () -> now);
  }

  /// The key of a page.
  public static CacheKey key(int page) {
    return new CacheKey("http", "a.test", "/" + page);
  }

  /// A page of so many octets, which tell what page it is.
  public static StoredResponse page(int number, int octets, String... fields) {
    var body = new byte[octets];
    new Random(number).nextBytes(body);
    var head = new ArrayList<>(List.of("Cache-Control", "max-age=86400"));
    head.addAll(List.of(fields));
    return StoredResponse.of(
        get(Fields.NONE),
        new ResponseHead(200, Fields.of(head.toArray(String[]::new))),
        Body.of(body),
        new Arrival(NOW, NOW));
  }

  static RequestHead get(Fields fields) {
    return new RequestHead("GET", "/", fields);
  }

  /// Whether a page is what it was made as.
  public static boolean isPage(int number, StoredResponse response) {
    var expected = new byte[(int) response.body().length()];
    new Random(number).nextBytes(expected);
    return java.util.Arrays.equals(expected, response.body().toArray());
  }

  Reuse ask(CacheKey key) {
    return memory.reuse(key, get(Fields.NONE), NOW);
  }

  boolean isInMemory(int page) {
    return ask(key(page)) instanceof Reuse.Serve;
  }

  /// Stores a page and uses it, so that it is written.
  public void use(int page, StoredResponse response) {
    memory.put(key(page), response);
    assertThat(ask(key(page))).isInstanceOf(Reuse.Serve.class);
  }

  /// Stores a page, uses it, and waits until it is on a disk.
  void keep(int page, StoredResponse response) {
    use(page, response);
    await(() -> tier.has(key(page)));
  }

  /// What the disks have of a page that memory has not.
  public boolean recall(int page) {
    var told = new CompletableFuture<Boolean>();
    tier.recall(key(page), told::complete);
    return told.orTimeout(30, TimeUnit.SECONDS).join();
  }

  /// The page as it was recalled into memory.
  public StoredResponse recalled(int page) {
    return memory.find(key(page), get(Fields.NONE)).orElseThrow();
  }

  DiskView view() {
    return tier.views().getFirst();
  }

  /// Waits until nothing waits to be written.
  public void written() {
    await(() -> tier.views().stream().allMatch(view -> view.queuedBytes() == 0));
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + WITHIN_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void opened(String path, long objects, long octets, Duration within) {
    told.add("opened " + path + " " + objects);
  }

  @Override
  public void setAside(String path, String aside) {
    told.add("set aside " + path);
  }

  @Override
  public void failed(String path, String why) {
    told.add("failed " + path);
  }

  @Override
  public void recovered(String path) {
    told.add("recovered " + path);
  }

  @Override
  public void corrupt(String path) {
    told.add("corrupt " + path);
  }

  @Override
  public void close() {
    tier.close();
  }
}
