package dev.weir.cache.slab;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.message.Body;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/// A record and its body where they lie in [Slabs]: in one slot, or with the body in chunks of
/// their own.
///
/// It counts its leases; the one it begins with is that of whoever lets it be found. With the last
/// of them its slots are free for others, and nothing of it may be read any more. Safe for use by
/// any thread.
public final class Kept {
  private static final AtomicIntegerFieldUpdater<Kept> LEASES =
      AtomicIntegerFieldUpdater.newUpdater(Kept.class, "leases");

  private final Slabs slabs;
  private final KeyHash key;
  private volatile int leases = 1;

  /// Where its slot is; set before anybody else sees it, as is `chunks`.
  long place;

  /// Where the chunks of the body are; none if it lies behind the record.
  long[] chunks;

  /// Where the body is, if it is not in memory at all; set before anybody else sees it.
  Body.@Nullable Outside outside;

  /// Whether the kernel may still refer to its chunks.
  volatile boolean sent;

  /// Whether nobody finds it any more; set by whoever let it be found.
  volatile boolean dropped;

  Kept(Slabs slabs, KeyHash key, int chunks) {
    this.slabs = slabs;
    this.key = key;
    this.chunks = chunks == 0 ? Slabs.NO_CHUNKS : new long[chunks];
  }

  /// By what it is found.
  public KeyHash key() {
    return key;
  }

  /// Takes a lease. False if it is gone; then there is nothing to release.
  public boolean acquire() {
    for (int count = leases; count > 0; count = leases) {
      if (LEASES.compareAndSet(this, count, count + 1)) {
        return true;
      }
    }
    return false;
  }

  /// Ends a lease.
  public void release() {
    int left = LEASES.decrementAndGet(this);
    if (left == 0) {
      slabs.free(this);
    } else if (left < 0) {
      throw new IllegalStateException("released once too often");
    }
  }

  /// Ends the lease of whoever let it be found. What others hold of it until they end theirs is
  /// counted.
  public void drop() {
    slabs.dropped(slotBytes());
    dropped = true;
    release();
  }

  /// Whether somebody else than whoever lets it be found holds a lease, or nobody does.
  boolean isHeld() {
    return leases != 1;
  }

  /// The octets of the record. For whoever has a lease, as all that follows.
  public int recordBytes() {
    return slabs.recordBytes(place);
  }

  /// Copies the record.
  public void record(byte[] to) {
    slabs.copy(place + Slabs.SLOT_HEAD, to, recordBytes());
  }

  /// A view of the body from `position` on, up to `end` or the end of a chunk.
  public ByteBuffer body(long position, long end) {
    if (chunks.length == 0) {
      return slabs.view(place + Slabs.SLOT_HEAD + recordBytes() + position, end - position);
    }
    long from = position % slabs.chunkBytes();
    return slabs.view(place(position), Math.min(slabs.chunkBytes() - from, end - position));
  }

  /// Where the octet at `position` of a body in chunks is.
  long place(long position) {
    return chunks[(int) (position / slabs.chunkBytes())] + position % slabs.chunkBytes();
  }

  /// How many octets of the body from `position` on, up to `end`, are in the file in one piece.
  long inFile(long position, long end) {
    int chunk = (int) (position / slabs.chunkBytes());
    if (chunks.length == 0 || !slabs.isInFile(chunks[chunk])) {
      return 0;
    }
    int next = chunk + 1;
    while (next < chunks.length
        && chunks[next] == chunks[next - 1] + slabs.chunkBytes()
        && slabs.isInFile(chunks[next])) {
      next++;
    }
    return Math.min(end, (long) next * slabs.chunkBytes()) - position;
  }

  /// Whether its body is not in memory.
  public boolean isOutside() {
    return outside != null;
  }

  /// Whether its body was outside memory, and is gone.
  public boolean isGone() {
    Body.Outside where = outside;
    return where != null && where.isGone();
  }

  /// The body, of so many octets, for whoever has a lease; that is the body's from now on.
  public Body leased(long octets) {
    Body.Outside where = outside;
    if (where == null) {
      return new Body(new SlabOctets(this), octets);
    }
    var body = new Body(where.lease(), octets);
    release();
    return body;
  }

  /// What it takes of the memory, in octets.
  public long slotBytes() {
    return slabs.slotBytes(this);
  }

  Slabs slabs() {
    return slabs;
  }
}
