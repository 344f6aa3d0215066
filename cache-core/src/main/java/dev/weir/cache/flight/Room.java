package dev.weir.cache.flight;

import java.util.concurrent.atomic.AtomicLong;

/// How many octets of responses may be on their way into the store at one time. Safe for use by any
/// thread.
public final class Room {
  private static final long WAITING_BYTES_MAX = 32L << 20;

  private final long bytesMax;
  private final AtomicLong taken = new AtomicLong();

  /// A room of this many octets.
  public Room(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /// Takes so much of it. False: there is not so much left.
  boolean take(long bytes) {
    if (taken.addAndGet(bytes) <= bytesMax) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  /// How much of it one response may have waiting for a disk.
  long waitingBytesMax() {
    return Math.min(WAITING_BYTES_MAX, bytesMax / 4);
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }

  /// How much of it is taken, in octets.
  public long takenBytes() {
    return taken.get();
  }
}
