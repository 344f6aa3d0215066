package dev.weir.cache.store;

import dev.weir.cache.compact.CompactHead;
import dev.weir.cache.slab.Kept;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A look into the store for the answer to a plain GET, without making objects: for requests that
/// have no condition, no range, no body and no wish about freshness.
///
/// What it finds is what [dev.weir.cache.rule.Reuse] would serve at once, but not all of that: a
/// whole 200, the only response of its key, chosen by no request field, to be used unvalidated, and
/// fresh. After [#find] was true, [#release] or [#take] ends it. Confined to one thread, used again
/// and again.
public final class Probe {
  private final MemoryStore store;
  private final CompactHead head = new CompactHead();
  private byte[] record = new byte[512];
  private @Nullable Kept found;
  private long age;

  Probe(MemoryStore store) {
    this.store = store;
  }

  /// Whether there is an answer for the URL that `url` has between `from` and `to`, in the form
  /// `http://host/path?query`, the host in lower case and without the default port.
  ///
  /// @param tenure under which this node owns the key; 0: nobody counts
  public boolean find(byte[] url, int from, int to, long tenure, Instant now) {
    release();
    Kept kept = store.only(url, from, to);
    if (kept == null) {
      return false;
    }
    int length = kept.recordBytes();
    if (length > record.length) {
      record = new byte[2 * length];
    }
    kept.record(record);
    if (!head.read(record, 0, length)
        || !head.isOf(url, from, to)
        || !head.isPlain()
        || !head.isOf(tenure)
        || !head.freshAt(now)) {
      kept.release();
      return false;
    }
    age = head.ageSeconds(now);
    found = kept;
    return true;
  }

  /// Writes the head as [CompactHead#write]: all of it but what the caller has to say itself, and
  /// the empty line. Once for each find.
  public OptionalInt writeHead(ByteBuffer to) {
    return head.write(age, to);
  }

  /// How old the answer is, in whole seconds.
  public long ageSeconds() {
    return age;
  }

  /// How many octets the body has.
  public long bodyBytes() {
    return head.bodyBytes();
  }

  /// A view of the body from `position` on, as far as it is one piece; for as long as it is found.
  public ByteBuffer view(long position) {
    return held().body(position, head.bodyBytes());
  }

  /// A lease that is the caller's from now on, to be released as soon as nobody reads its views any
  /// more; then nothing is found any more.
  public Kept take() {
    Kept kept = held();
    found = null;
    return kept;
  }

  /// Ends it; does nothing if nothing is found.
  public void release() {
    Kept kept = found;
    found = null;
    if (kept != null) {
      kept.release();
    }
  }

  private Kept held() {
    Kept kept = found;
    if (kept == null) {
      throw new IllegalStateException("nothing is found");
    }
    return kept;
  }
}
