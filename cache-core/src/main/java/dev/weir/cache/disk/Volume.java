package dev.weir.cache.disk;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.disk.DiskCounts.Refused;
import dev.weir.cache.disk.WriteQueue.Task;
import dev.weir.cache.disk.body.BodyFiles;
import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.disk.index.Location;
import dev.weir.cache.flight.Spool;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.store.Purge;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// One disk at work: a thread that writes, and a few that read. Safe for use by any thread, none of
/// which ever waits for the disk but its own.
///
/// When it fails, nothing is written until a trial has worked. What was forgotten meanwhile is
/// written down then; if that is too much, or if the disk was not there at the start, it is
/// emptied.
final class Volume implements AutoCloseable {
  private static final int READS_WAITING_MAX = 256;
  private static final int READ_BYTES = 1 << 16;
  private static final int OWED_MAX = 1 << 17;
  private static final long IDLE_MILLIS = 200;
  private static final long TRIAL_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long NOTE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long CLOSE_MILLIS = 5_000;

  private final DiskSettings settings;
  private final DiskWatch watch;
  private final Mounted.Run run;
  private final IntConsumer rolled;
  private final DiskCounts counts = new DiskCounts();
  private final WriteQueue queue = new WriteQueue();
  private final Readers readers = new Readers("disk-read-", READS_WAITING_MAX);

  /// For them one read waits for each body that is being sent.
  private final Readers bodyReaders = new Readers("disk-body-", Integer.MAX_VALUE);

  private final BodyFiles.Reading bodies = new BodyFiles.Reading(bodyReaders, new BodyTrouble());
  private final Thread writer;
  private final ThreadLocal<ByteBuffer> room =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(READ_BYTES));
  private volatile Optional<Mounted> mounted = Optional.empty();
  private volatile boolean failing;
  private volatile boolean closing;
  private volatile String trouble = "";

  // Confined to the writer.
  private final ArrayDeque<Task> owed = new ArrayDeque<>();
  private boolean tooMuchOwed;
  private long lastTrial;
  private long lastNote = System.nanoTime();

  /// @param rolled is told how many segments have been begun
  Volume(DiskSettings settings, DiskWatch watch, Mounted.Run run, IntConsumer rolled) {
    this.settings = settings;
    this.watch = watch;
    this.run = run;
    this.rolled = rolled;
    this.writer = Thread.ofPlatform().name("disk-write").daemon(true).unstarted(this::write);
  }

  private final class BodyTrouble implements BodyFiles.Trouble {
    @Override
    public void corrupt() {
      counts.nothing(Recalled.Why.CORRUPT);
      watch.corrupt(settings.path());
    }

    @Override
    public void failed(IOException why) {
      fail("read", why);
    }
  }

  /// Opens the disk and reads what it has. One that fails is tried again later.
  ///
  /// @throws Directory.Taken if another node has it
  void open() throws Directory.Taken {
    long began = System.nanoTime();
    try {
      var there = Mounted.mount(settings, watch, run, bodies, false);
      mounted = Optional.of(there);
      watch.opened(
          settings.path(),
          there.index().count(),
          there.log().fileBytes(),
          java.time.Duration.ofNanos(System.nanoTime() - began));
    } catch (IOException e) {
      fail("open", e);
    }
    writer.start();
  }

  /// Whether it may have something under a key.
  boolean has(CacheKey key) {
    return mounted
        .filter(it -> {
          KeyHash hash = it.hash(key);
          return it.index().get(hash.high(), hash.low()).isPresent();
        })
        .isPresent();
  }

  /// Writes what it has not, ends the leases on the bodies, and remembers that the rest was used.
  void usedAgain(CacheKey key, List<StoredResponse> responses) {
    Optional<Mounted> there = mounted;
    if (there.isEmpty() || failing || closing) {
      counts.refused(Refused.FAILING);
      responses.forEach(it -> it.body().release());
      return;
    }
    KeyHash hash = there.get().hash(key);
    boolean has = there.get().index().use(hash.high(), hash.low());
    if (has || !queue.add(hash, key, responses)) {
      responses.forEach(it -> it.body().release());
      if (!has) {
        counts.refused(Refused.QUEUE_FULL);
      }
    }
  }

  long bodyBytesMax() {
    return BodyFiles.lengthMax(settings.bytesMax());
  }

  /// A place for a body that is too long for memory; empty if there is none.
  ///
  /// @param promised how long it says it is
  Optional<Spool> spool(CacheKey key, OptionalLong promised) {
    Optional<Mounted> there = mounted.filter(_ -> !failing && !closing);
    boolean fits = there.filter(it -> promised.orElse(0) <= bodyBytesMax()).isPresent();
    if (!fits) {
      counts.refused(there.isEmpty() ? Refused.FAILING : Refused.TOO_LARGE);
      return Optional.empty();
    }
    return there.map(it -> new Spooling(it.hash(key), promised, queue, counts));
  }

  /// Forgets what is under a key, at once here and soon on the disk.
  void forget(CacheKey key) {
    mounted.ifPresent(there -> {
      KeyHash hash = there.hash(key);
      boolean waited = queue.cancel(hash);
      if (there.index().remove(hash.high(), hash.low()) || waited) {
        queue.add(new Task.Forget(hash));
      }
    });
  }

  void begin(Purge order) {
    mounted.ifPresent(there -> there.bans().begin(order));
  }

  void settle(Purge order) {
    mounted.ifPresent(_ -> queue.add(new Task.Settle(order)));
  }

  /// Told when the disk keeps all that was forgotten until now, or fails.
  CountDownLatch keep() {
    var done = new CountDownLatch(1);
    if (mounted.isPresent() && !closing) {
      queue.add(new Task.Keep(done));
    } else {
      done.countDown();
    }
    return done;
  }

  /// Looks for a key, and tells by a thread of its own, or at once that there are too many.
  void read(CacheKey key, Consumer<Recalled> told) {
    try {
      readers.execute(() -> told.accept(read(key)));
    } catch (RejectedExecutionException e) {
      counts.nothing(Recalled.Why.BUSY);
      told.accept(new Recalled.Nothing(Recalled.Why.BUSY));
    }
  }

  private Recalled read(CacheKey key) {
    Recalled recalled = new Recalled.Nothing(Recalled.Why.GONE);
    Optional<Mounted> there = mounted;
    try {
      if (there.isPresent()) {
        Mounted disk = there.get();
        recalled = disk.log().read(disk.hash(key), key, disk.life(), room.get());
      }
    } catch (IOException e) {
      forget(key);
      fail("read", e);
      recalled = new Recalled.Nothing(Recalled.Why.FAILED);
    }
    switch (recalled) {
      case Recalled.Found _ -> counts.found.increment();
      case Recalled.Nothing(var why) -> counts.nothing(why);
    }
    if (recalled.equals(new Recalled.Nothing(Recalled.Why.CORRUPT))) {
      watch.corrupt(settings.path());
    }
    return recalled;
  }

  private void write() {
    try {
      while (!closing || !queue.isEmpty()) {
        Optional<Task> next = queue.next(IDLE_MILLIS);
        if (failing) {
          next.ifPresent(this::owe);
          tryAgain();
        } else {
          next.ifPresent(this::attempt);
          save();
        }
      }
    } catch (InterruptedException e) {
      // Nobody interrupts it but the end of the process.
    }
    finish();
  }

  private void attempt(Task task) {
    Mounted there = mounted.orElseThrow();
    try {
      perform(task, there);
      rolled.accept(there.log().rolls() * 2 / there.log().turn());
    } catch (IOException e) {
      fail("write", e);
      owe(task);
    }
  }

  private void perform(Task task, Mounted there) throws IOException {
    switch (task) {
      case Task.Store store -> store(store, there);
      case Task.Forget(KeyHash hash) -> there.log().forget(hash);
      case Task.Settle(Purge order) -> there.bans().settle(order, there.log().end());
      case Task.OfBody(Spooling.Step step) -> step.take(there.log());
      case Task.Keep(CountDownLatch done) -> {
        there.keep();
        done.countDown();
      }
    }
  }

  private void store(Task.Store task, Mounted there) throws IOException {
    CacheKey key = task.object().key();
    List<StoredResponse> responses = task.object().responses();
    boolean meant =
        responses.stream()
            .anyMatch(it -> there.bans().covers(there.log().end(), key, it.head().fields()));
    var contents = Contents.of(key, responses, there.life());
    if (meant || !queue.isWanted(task)) {
      counts.refused(Refused.OUTDATED);
    } else if (contents.octets() > there.log().contentsBytesMax()) {
      counts.refused(Refused.TOO_LARGE);
    } else {
      KeyHash hash = task.hash();
      Location at = there.log().append(hash, contents, (int) contents.octets());
      boolean in = queue.finish(task, () -> there.index().put(hash.high(), hash.low(), at));
      contents.list();
      counts.written(at.length(), in);
    }
    queue.leave(task);
  }

  /// What must not be lost while the disk fails. Objects may be.
  private void owe(Task task) {
    if (task instanceof Task.Store store) {
      queue.leave(store);
      counts.refused(Refused.FAILING);
    } else if (task instanceof Task.Keep(CountDownLatch done)) {
      done.countDown(); // nobody can tell when
    } else if (task instanceof Task.OfBody(Spooling.Step step)) {
      step.fail();
    } else {
      if (owed.size() >= OWED_MAX) {
        tooMuchOwed = true;
        owed.removeIf(Task.Forget.class::isInstance);
      }
      owed.add(task);
    }
  }

  private void tryAgain() {
    long now = System.nanoTime();
    if (closing || now - lastTrial < TRIAL_NANOS) {
      return;
    }
    lastTrial = now;
    try {
      if (mounted.isEmpty()) {
        mounted = Optional.of(Mounted.mount(settings, watch, run, bodies, true));
      }
      resume(mounted.orElseThrow());
    } catch (IOException | Directory.Taken e) {
      trouble = String.valueOf(e);
    }
  }

  private void resume(Mounted there) throws IOException {
    there.tryWriting();
    if (tooMuchOwed) {
      there.log().clear();
      there.bans().begins(there.log().end());
      tooMuchOwed = false;
    }
    while (!owed.isEmpty()) {
      perform(owed.element(), there);
      owed.remove();
    }
    there.save();
    failing = false;
    trouble = "";
    watch.recovered(settings.path());
  }

  private void save() {
    try {
      if (mounted.isPresent() && mounted.get().bans().isChanged()) {
        mounted.get().save();
      }
      if (mounted.isPresent() && System.nanoTime() - lastNote > NOTE_NANOS) {
        lastNote = System.nanoTime();
        mounted.get().life().note();
      }
    } catch (IOException e) {
      fail("write", e);
    }
  }

  private synchronized void fail(String what, IOException e) {
    counts.failures.increment();
    if (!failing) {
      failing = true;
      lastTrial = System.nanoTime();
      trouble = what + ": " + e;
      watch.failed(settings.path(), trouble);
    }
  }

  private void finish() {
    try {
      if (mounted.isPresent()) {
        mounted.get().close(!failing);
      }
    } catch (IOException e) {
      counts.failures.increment();
    }
  }

  @Override
  public void close() {
    closing = true;
    queue.add(new Task.Keep(new CountDownLatch(1)));
    readers.close();
    bodyReaders.close();
    try {
      writer.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  DiskView view() {
    Optional<Mounted> there = mounted;
    return new DiskView(
        settings.path(),
        failing,
        trouble,
        settings.bytesMax(),
        there.map(it -> it.log().fileBytes()).orElse(0L),
        there.map(it -> it.log().bodies().bytes()).orElse(0L),
        there.map(it -> it.log().bodies().count()).orElse(0),
        there.map(it -> it.index().count()).orElse(0L),
        there.map(it -> it.index().memoryBytes()).orElse(0L),
        queue.octets(),
        there.map(it -> it.bans().count()).orElse(0),
        counts);
  }
}
