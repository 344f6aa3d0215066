package dev.weir.cache.message;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The octets of a response body, in chunks of at most [#CHUNK_BYTES]. Immutable.
///
/// They are on the heap, or somewhere else by a lease ([Source]): then whoever has been given the
/// body may [#release] it, and must not use it any more.
public final class Body {
  /// The size of a full chunk: large enough to be written at once, small enough for every heap.
  public static final int CHUNK_BYTES = 64 * 1024;

  /// Where octets are, and a lease on them.
  public interface Source {
    /// As [Body#view].
    ByteBuffer view(long position, long end);

    /// The same octets by another lease.
    Source shared();

    /// Ends the lease; a second time does nothing.
    void release();

    /// Where the octets are, if they are never copied into memory.
    default Optional<Outside> outside() {
      return Optional.empty();
    }
  }

  /// A place outside memory where octets are. They may go at any time; whoever has a lease has
  /// them.
  public interface Outside {
    /// The octets by a lease of their own. Once they are gone it gives none of them.
    Source lease();

    /// Whether they are gone.
    boolean isGone();
  }

  /// Chunks on the heap, for whoever wants them.
  private record Chunks(List<byte[]> chunks) implements Source {
    @Override
    public ByteBuffer view(long position, long end) {
      byte[] chunk = chunks.get((int) (position / CHUNK_BYTES));
      int from = (int) (position % CHUNK_BYTES);
      int count = (int) Math.min(chunk.length - from, end - position);
      return ByteBuffer.wrap(chunk, from, count).slice().asReadOnlyBuffer();
    }

    @Override
    public Chunks shared() {
      return this;
    }

    @Override
    public void release() {}
  }

  /// A body of no octets.
  public static final Body EMPTY = new Body(new Chunks(List.of()), 0);

  private final Source source;
  private final long length;

  /// The octets of a source.
  public Body(Source source, long length) {
    this.source = source;
    this.length = length;
  }

  /// A copy of the given octets.
  public static Body of(byte[] octets) {
    var collector = new Collector(Math.max(1, octets.length));
    collector.append(ByteBuffer.wrap(octets));
    return collector.finish();
  }

  /// The octets of these chunks, which are the body's from now on; each is full but the last.
  public static Body ofChunks(List<byte[]> chunks) {
    long length = 0;
    for (byte[] chunk : chunks) {
      length += chunk.length;
    }
    return length == 0 ? EMPTY : new Body(new Chunks(List.copyOf(chunks)), length);
  }

  /// How many octets it has.
  public long length() {
    return length;
  }

  /// A read-only view of at most one chunk that begins at `position` and ends before `end`.
  ///
  /// @throws IllegalArgumentException if they are not `0 <= position < end <= length`
  public ByteBuffer view(long position, long end) {
    if (position < 0 || position >= end || end > length) {
      throw new IllegalArgumentException(position + ".." + end + " of " + length);
    }
    return source.view(position, end);
  }

  /// Whether its octets are never copied into memory.
  public boolean isOutside() {
    return source.outside().isPresent();
  }

  /// How many octets of memory it takes.
  public long memoryBytes() {
    return isOutside() ? 0 : length;
  }

  /// Where the octets are.
  public Source source() {
    return source;
  }

  /// The same octets by another lease.
  public Body shared() {
    return new Body(source.shared(), length);
  }

  /// Ends the lease on the octets; a second time does nothing.
  public void release() {
    source.release();
  }

  /// Appends the octets from `position` up to `end` to what is being collected.
  public void copy(long position, long end, Collector to) {
    for (long at = position; at < end; ) {
      ByteBuffer octets = view(at, end);
      at += octets.remaining();
      to.append(octets);
    }
  }

  /// All octets in one new array, for bodies known to be small.
  public byte[] toArray() {
    byte[] octets = new byte[Math.toIntExact(length)];
    for (int at = 0; at < octets.length; ) {
      ByteBuffer piece = view(at, length);
      int count = piece.remaining();
      piece.get(octets, at, count);
      at += count;
    }
    return octets;
  }

  /// Takes the octets of a body as they come, up to a limit. Confined to one thread.
  public static final class Collector {
    private final long bytesMax;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] open = new byte[0];
    private int filled;
    private long length;
    private boolean overflowed;

    /// A collector that gives up above `bytesMax` octets.
    public Collector(long bytesMax) {
      this.bytesMax = bytesMax;
    }

    /// Copies the remaining octets of `octets`. False, and everything is forgotten, once there are
    /// more than the limit.
    public boolean append(ByteBuffer octets) {
      if (overflowed || length + octets.remaining() > bytesMax) {
        overflowed = true;
        full.clear();
        open = new byte[0];
        return false;
      }
      length += octets.remaining();
      while (octets.hasRemaining()) {
        makeRoom(octets.remaining());
        int count = Math.min(octets.remaining(), open.length - filled);
        octets.get(open, filled, count);
        filled += count;
      }
      return true;
    }

    /// The body. Call once, at the end, and only if nothing overflowed.
    public Body finish() {
      if (overflowed) {
        throw new IllegalStateException("more than " + bytesMax + " octets");
      }
      if (filled > 0) {
        full.add(filled == open.length ? open : Arrays.copyOf(open, filled));
      }
      return length == 0 ? EMPTY : new Body(new Chunks(List.copyOf(full)), length);
    }

    private void makeRoom(int wanted) {
      if (filled < open.length) {
        return;
      }
      if (filled == CHUNK_BYTES) {
        full.add(open);
        open = new byte[0];
        filled = 0;
      }
      int grown = Math.max(Math.max(1024, 2 * filled), Math.min(wanted + filled, CHUNK_BYTES));
      open = Arrays.copyOf(open, Math.min(CHUNK_BYTES, grown));
    }
  }
}
