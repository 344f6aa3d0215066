package dev.weir.cache.store;

import dev.weir.cache.compact.CompactHead;
import dev.weir.cache.compact.ReadyHead;
import dev.weir.cache.slab.Kept;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A look into the store for the answer to a plain GET, without making objects: for requests that
/// have no condition, no range, no body and no wish about freshness.
///
/// What it finds is what [dev.weir.cache.rule.Reuse] would serve at once, but not all of that: a
/// whole response of a usual status, the only one of its key, chosen by no request field, to be
/// used unvalidated, and fresh. After [#find] was true, [#release] or [#take] ends it. Confined to
/// one thread, used again and again.
public final class Probe {
  /// How many heads are kept ready, those found last, at no more than one place each.
  private static final int READY = 512;

  private final MemoryStore store;
  private final @Nullable Kept[] kept = new Kept[READY];
  private final ReadyHead[] heads = new ReadyHead[READY];
  private final boolean[] fitting = new boolean[READY];
  private final Predicate<ReadyHead> fits;
  private final ByteBuffer scratch = ByteBuffer.allocate(ReadyHead.OCTETS_MAX);
  private ReadyHead ready = new ReadyHead();
  private @Nullable Kept found;
  private long age;

  Probe(MemoryStore store, Predicate<ReadyHead> fits) {
    this.store = store;
    this.fits = fits;
  }

  /// From now on what was known to fit or not is asked anew.
  public void forget() {
    Arrays.fill(kept, null);
  }

  /// Whether there is an answer for the URL that `url` has between `from` and `to`, in the form
  /// `http://host/path?query`, the host in lower case and without the default port.
  ///
  /// @param tenure under which this node owns the key; 0: nobody counts
  public boolean find(byte[] url, int from, int to, long tenure, Instant now) {
    release();
    Kept only = store.only(url, from, to);
    if (only == null) {
      return false;
    }
    CompactHead head = isReady(only) ? ready.head() : null;
    if (head == null || !head.isOf(url, from, to) || !head.isOf(tenure) || !head.freshAt(now)) {
      only.release();
      return false;
    }
    age = head.ageSeconds(now);
    found = only;
    return true;
  }

  /// Finds its head among those that are ready, or makes it so. What is kept is never changed, so
  /// the same one has the same head.
  private boolean isReady(Kept only) {
    int place = only.key().hashCode() & (READY - 1);
    ReadyHead there = heads[place];
    if (there == null) {
      there = new ReadyHead();
      heads[place] = there;
    }
    ready = there;
    if (kept[place] == only) {
      return fitting[place];
    }
    kept[place] = null;
    int length = only.recordBytes();
    only.record(there.room(length));
    if (!there.make(length, scratch)) {
      return false;
    }
    kept[place] = only;
    fitting[place] = fits.test(there);
    return fitting[place];
  }

  /// Writes the head: all of it but what the caller has to say itself, and the empty line. Empty if
  /// there is no room.
  public OptionalInt writeHead(ByteBuffer to) {
    return ready.write(age, to);
  }

  /// The head that is written, for its Content-Type.
  public ReadyHead head() {
    return ready;
  }

  /// How old the answer is, in whole seconds.
  public long ageSeconds() {
    return age;
  }

  /// How many octets the body has.
  public long bodyBytes() {
    return ready.head().bodyBytes();
  }

  /// A view of the body from `position` on, as far as it is one piece; for as long as it is found.
  public ByteBuffer view(long position) {
    return held().body(position, ready.head().bodyBytes());
  }

  /// A lease that is the caller's from now on, to be released as soon as nobody reads its views any
  /// more; then nothing is found any more.
  public Kept take() {
    Kept taken = held();
    found = null;
    return taken;
  }

  /// Ends it; does nothing if nothing is found.
  public void release() {
    Kept over = found;
    found = null;
    if (over != null) {
      over.release();
    }
  }

  private Kept held() {
    Kept present = found;
    if (present == null) {
      throw new IllegalStateException("nothing is found");
    }
    return present;
  }
}
