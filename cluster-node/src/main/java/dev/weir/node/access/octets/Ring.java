package dev.weir.node.access.octets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Records between one thread that makes them and the one that writes them, in order, in a bounded
/// piece of memory. Neither waits for the other.
///
/// A record lies in one piece: where the rest of the memory is too short for the longest, a mark
/// leads to the beginning.
public final class Ring {
  /// As much as a busy loop records in the tenth of a second for which the writer may sleep.
  public static final int OCTETS = 1 << 20;

  /// So much is written at a time where much is recorded. Where both threads have one core, the
  /// maker waits while the writer is at work: often for a tenth of a millisecond, not at times for
  /// several.
  private static final int BATCH = OCTETS / 32;

  private static final int SKIP = -1;
  private static final VarHandle WRITTEN = position("written");
  private static final VarHandle READ = position("read");

  private final byte[] octets = new byte[OCTETS];

  // Both only grow; each is changed by one of the two threads.
  @SuppressWarnings("UnusedVariable") // by its handle
  private long written;

  @SuppressWarnings("UnusedVariable") // by its handle
  private long read;

  // Of the maker alone.
  private long next;
  private long readBefore;

  // Of the writer alone.
  private long done;

  private static VarHandle position(String name) {
    try {
      return MethodHandles.lookup().findVarHandle(Ring.class, name, long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  public byte[] octets() {
    return octets;
  }

  /// Where the next record may be written, up to [Layout#OCTETS_MAX]; negative: there is no room.
  public int claim() {
    int at = (int) (next & (OCTETS - 1));
    int wasted = OCTETS - at < Layout.OCTETS_MAX ? OCTETS - at : 0;
    if (!hasRoom(wasted + Layout.OCTETS_MAX)) {
      return -1;
    }
    if (wasted > 0) {
      Layout.u32(octets, at, SKIP);
      next += wasted;
      return 0;
    }
    return at;
  }

  private boolean hasRoom(int wanted) {
    if (next + wanted - readBefore <= OCTETS) {
      return true;
    }
    readBefore = (long) READ.getAcquire(this);
    return next + wanted - readBefore <= OCTETS;
  }

  /// The record at the claimed place is complete. Whether another batch has been filled: then the
  /// writer should not sleep on.
  public boolean publish(int length) {
    long before = next;
    next += length;
    WRITTEN.setRelease(this, next);
    return before / BATCH != next / BATCH;
  }

  /// Where the oldest record is that the writer has not seen; negative: it has seen all.
  public int peek() {
    long end = (long) WRITTEN.getAcquire(this);
    if (done == end) {
      return -1;
    }
    int at = (int) (done & (OCTETS - 1));
    if (Layout.u32(octets, at) == SKIP) {
      done += OCTETS - at;
      return 0;
    }
    return at;
  }

  /// The writer has done with the record that it has peeked at last.
  public void release(int length) {
    done += length;
    READ.setRelease(this, done);
  }
}
