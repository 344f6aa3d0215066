package dev.weir.cache.disk;

import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.disk.life.Moment;
import dev.weir.cache.flight.Spool;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.store.MemoryStore;
import dev.weir.cache.store.Purge;
import dev.weir.cache.store.SecondTier;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// All disks of a node behind its memory. Safe for use by any thread; none ever waits.
///
/// A key has its place on one of them, by its URL and their sizes. One that fails leaves the others
/// working.
public final class DiskTier implements SecondTier, AutoCloseable {
  private final MemoryStore memory;
  private final List<Volume> volumes = new ArrayList<>();
  private final long[] ends;
  private final Map<CacheKey, List<Consumer<Boolean>>> reading = new ConcurrentHashMap<>();
  private volatile int round = 1;

  private DiskTier(
      List<DiskSettings> disks, MemoryStore memory, DiskWatch watch, Supplier<Moment> clocks) {
    this.memory = memory;
    this.ends = new long[disks.size()];
    var run = new Mounted.Run(new SecureRandom().nextLong(), clocks);
    long end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += disks.get(i).bytesMax();
      ends[i] = end;
      volumes.add(new Volume(disks.get(i), watch, run, this::rolled));
    }
  }

  /// Opens the disks, reads what they have, and follows the memory from now on. A disk that fails
  /// is tried again later.
  ///
  /// @param clocks tells what the clocks show, the steady one being that of every `now`
  /// @throws Directory.Taken if another node has one; then none is open
  public static DiskTier open(
      List<DiskSettings> disks, MemoryStore memory, DiskWatch watch, Supplier<Moment> clocks)
      throws Directory.Taken {
    var tier = new DiskTier(disks, memory, watch, clocks);
    try {
      for (Volume volume : tier.volumes) {
        volume.open();
      }
    } catch (Directory.Taken e) {
      tier.close();
      throw e;
    }
    memory.follow(tier);
    return tier;
  }

  /// Twice in the time in which a disk is written over, what is used is told of again.
  private void rolled(int halfTurns) {
    if (halfTurns >= round) {
      round = halfTurns + 1;
    }
  }

  @Override
  public int round() {
    return round;
  }

  @Override
  public void usedAgain(CacheKey key, List<StoredResponse> responses) {
    volume(key).usedAgain(key, responses);
  }

  /// On all of them: it may stand where it was kept when there were other disks.
  @Override
  public void forget(CacheKey key) {
    volumes.forEach(volume -> volume.forget(key));
  }

  @Override
  public void begin(Purge order) {
    volumes.forEach(volume -> volume.begin(order));
  }

  @Override
  public void settle(Purge order) {
    volumes.forEach(volume -> volume.settle(order));
  }

  @Override
  public void keep(Duration within) {
    long end = System.nanoTime() + within.toNanos();
    try {
      for (CountDownLatch done : volumes.stream().map(Volume::keep).toList()) {
        if (!done.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The longest body that gets a file of its own.
  public long bodyBytesMax(CacheKey key) {
    return volume(key).bodyBytesMax();
  }

  /// A place for a body that is too long for memory; empty if there is none.
  ///
  /// @param promised how long it says it is
  public Optional<Spool> spool(CacheKey key, OptionalLong promised) {
    return volume(key).spool(key, promised);
  }

  /// Whether something may be stored under a key.
  public boolean has(CacheKey key) {
    return !volumes.isEmpty() && volume(key).has(key);
  }

  /// Looks for a key, and puts what it has into the memory. Tells, by a thread of a disk, whether
  /// it did. Who asks while another does is told the same.
  public void recall(CacheKey key, Consumer<Boolean> told) {
    var first = new boolean[1];
    reading.compute(
        key,
        (_, others) -> {
          first[0] = others == null;
          var all = others == null ? new ArrayList<Consumer<Boolean>>(1) : others;
          all.add(told);
          return all;
        });
    if (first[0]) {
      long began = memory.purges();
      volume(key).read(key, recalled -> adopt(key, recalled, began));
    }
  }

  private void adopt(CacheKey key, Recalled recalled, long began) {
    boolean adopted =
        recalled instanceof Recalled.Found(var responses) && memory.adopt(key, responses, began);
    List<Consumer<Boolean>> all = reading.remove(key);
    if (all != null) {
      all.forEach(one -> one.accept(adopted));
    }
  }

  private Volume volume(CacheKey key) {
    if (ends.length == 1) {
      return volumes.getFirst();
    }
    long spread = (key.url().hashCode() * 0x9E3779B97F4A7C15L) >>> 1;
    long place = Math.floorMod(spread, ends[ends.length - 1]);
    int i = 0;
    while (place >= ends[i]) {
      i++;
    }
    return volumes.get(i);
  }

  /// The disks as they are at this moment.
  public List<DiskView> views() {
    return volumes.stream().map(Volume::view).toList();
  }

  /// Writes what waits, and lets go of the disks.
  @Override
  public void close() {
    memory.follow(SecondTier.NONE);
    volumes.forEach(Volume::close);
  }
}
