package dev.weir.cache.disk;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.store.Purge;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// What waits to be written to one disk, bounded by octets. Nobody who adds to it waits.
final class WriteQueue {
  /// How many octets of objects may wait.
  static final long BYTES_MAX = 32L << 20;

  /// What is to be done, in this order.
  sealed interface Task {
    /// Write an object, unless it was forgotten meanwhile.
    record Store(KeyHash hash, Waiting object) implements Task {}

    /// Write that an object is forgotten.
    record Forget(KeyHash hash) implements Task {}

    /// Go on with a body that has a file of its own.
    record OfBody(Spooling.Step step) implements Task {}

    /// From here on an order means nothing any more.
    record Settle(Purge order) implements Task {}

    /// Have the disk keep what was written until here.
    record Keep(CountDownLatch done) implements Task {}
  }

  /// An object that waits: an identity, for there may be others of the same key.
  static final class Waiting {
    private final CacheKey key;
    private final List<StoredResponse> responses;
    private final long octets;

    private Waiting(CacheKey key, List<StoredResponse> responses, long octets) {
      this.key = key;
      this.responses = responses;
      this.octets = octets;
    }

    CacheKey key() {
      return key;
    }

    List<StoredResponse> responses() {
      return responses;
    }
  }

  private final LinkedBlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
  private final Map<KeyHash, Waiting> waiting = new ConcurrentHashMap<>();
  private final AtomicLong octets = new AtomicLong();

  /// Adds an object, whose bodies are on leases that end when it leaves; false if too much waits.
  boolean add(KeyHash hash, CacheKey key, List<StoredResponse> responses) {
    long weight = responses.stream().mapToLong(StoredResponse::weightBytes).sum();
    if (octets.addAndGet(weight) > BYTES_MAX) {
      octets.addAndGet(-weight);
      return false;
    }
    var object = new Waiting(key, responses, weight);
    waiting.put(hash, object);
    tasks.add(new Task.Store(hash, object));
    return true;
  }

  /// Has an object not be written that waits; false if none does.
  boolean cancel(KeyHash hash) {
    return !waiting.isEmpty() && waiting.remove(hash) != null;
  }

  void add(Task task) {
    tasks.add(task);
  }

  Optional<Task> next(long millis) throws InterruptedException {
    return Optional.ofNullable(tasks.poll(millis, TimeUnit.MILLISECONDS));
  }

  /// Whether an object still is to be written.
  boolean isWanted(Task.Store task) {
    return waiting.get(task.hash()) == task.object();
  }

  /// An object has been written: does something unless it was forgotten meanwhile.
  boolean finish(Task.Store task, Runnable then) {
    var finished = new boolean[1];
    waiting.computeIfPresent(
        task.hash(),
        (_, object) -> {
          if (object != task.object()) {
            return object;
          }
          then.run();
          finished[0] = true;
          return null;
        });
    return finished[0];
  }

  /// An object is out of the queue, written or not.
  void leave(Task.Store task) {
    waiting.remove(task.hash(), task.object());
    octets.addAndGet(-task.object().octets);
    task.object().responses().forEach(it -> it.body().release());
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }

  int count() {
    return tasks.size();
  }

  long octets() {
    return octets.get();
  }
}
