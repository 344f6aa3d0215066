package dev.weir.cache.flight;

import dev.weir.cache.message.Body;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// What there is in memory of a body that is coming: all of it, or the last of it. In chunks of
/// [Body#CHUNK_BYTES], which are never changed where they are filled. Not safe for several threads.
final class Window {
  /// So little may always be waited for, in octets.
  private static final long LITTLE_BYTES = 64 * 1024;

  private final OptionalLong promised;
  private final List<byte[]> chunks = new ArrayList<>();
  private int filled;
  private long dropped;
  private long length;

  Window(OptionalLong promised) {
    this.promised = promised;
  }

  /// How many octets have come.
  long length() {
    return length;
  }

  /// Whether three quarters have come, or all but [#LITTLE_BYTES], of what says how long it is.
  boolean isNearlyWhole() {
    return promised.isPresent()
        && (promised.getAsLong() - length <= LITTLE_BYTES
            || length >= promised.getAsLong() / 4 * 3);
  }

  /// How many of the first are not here any more.
  long dropped() {
    return dropped;
  }

  void append(ByteBuffer octets) {
    while (octets.hasRemaining()) {
      byte[] open = open(octets.remaining());
      int count = Math.min(octets.remaining(), open.length - filled);
      octets.get(open, filled, count);
      filled += count;
      length += count;
    }
  }

  /// The last chunk, with room in it. What says how long it is gets no larger one than it needs.
  private byte[] open(int wanted) {
    if (!chunks.isEmpty() && filled < chunks.getLast().length) {
      return chunks.getLast();
    }
    if (chunks.isEmpty() || filled == Body.CHUNK_BYTES) {
      chunks.add(new byte[0]);
      filled = 0;
    }
    long grown = Math.max(Math.max(1024, 2L * filled), (long) wanted + filled);
    long size = promised.isPresent() ? promised.getAsLong() - length + filled : grown;
    byte[] last = chunks.removeLast();
    byte[] larger = Arrays.copyOf(last, (int) Math.clamp(size, filled + 1L, Body.CHUNK_BYTES));
    chunks.add(larger);
    return larger;
  }

  /// The chunk in which an octet is that is here.
  byte[] chunk(long position) {
    return chunks.get((int) ((position - dropped) / Body.CHUNK_BYTES));
  }

  /// The octets from a position on that is here, as far as they are in one chunk.
  ByteBuffer view(long position) {
    byte[] chunk = chunk(position);
    int from = (int) (position % Body.CHUNK_BYTES);
    int end = (int) Math.min(chunk.length, from + length - position);
    return ByteBuffer.wrap(chunk, from, end - from).slice();
  }

  /// The first chunk goes.
  void dropFirst() {
    chunks.removeFirst();
    dropped += Body.CHUNK_BYTES;
  }

  /// Everything goes.
  void clear() {
    chunks.clear();
    filled = 0;
    dropped = length;
  }

  /// All of it, where nothing has gone and nothing more comes.
  Body body() {
    if (!chunks.isEmpty() && filled < chunks.getLast().length) {
      chunks.add(Arrays.copyOf(chunks.removeLast(), filled));
    }
    return Body.ofChunks(chunks);
  }
}
