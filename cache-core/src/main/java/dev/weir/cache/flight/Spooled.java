package dev.weir.cache.flight;

import dev.weir.cache.message.Body;

/// What of a body that is coming goes to a disk. Not safe for several threads.
final class Spooled {
  private final Spool spool;
  private final long late;
  private long handed;
  private long written;

  /// @param late what had come when it turned out to be too long for memory
  Spooled(Spool spool, long late) {
    this.spool = spool;
    this.late = late;
  }

  Spool spool() {
    return spool;
  }

  /// Hands over what is full; at the end the rest, too.
  void hand(Window window, boolean all) {
    while (handed < window.length()) {
      int count = (int) Math.min(Body.CHUNK_BYTES, window.length() - handed);
      if (count < Body.CHUNK_BYTES && !all) {
        return;
      }
      spool.append(window.chunk(handed), count);
      handed += count;
    }
  }

  /// So many octets are on the disk.
  void written(long octets) {
    written = octets;
  }

  /// Whether the octet at a position is on the disk.
  boolean has(long position) {
    return position < written;
  }

  /// Whether so much waits for the disk, beside what came to it late.
  boolean isBehind(Window window, long most) {
    return window.length() - written >= most + (written < late ? late : 0);
  }

  /// How many octets from the window's first on need not be in memory.
  long spare(Window window) {
    return written - window.dropped();
  }
}
