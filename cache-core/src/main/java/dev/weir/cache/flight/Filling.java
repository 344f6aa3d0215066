package dev.weir.cache.flight;

import dev.weir.cache.message.Body;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A body that is still coming. Its octets are kept as they come; whoever reads it does so at his
/// own pace, and nobody waits for him.
///
/// One that turns out too long is kept no more. Those who read it already find the last octets of
/// it, as many as had been kept; who falls further behind has lost it, but for the payer.
///
/// One thread appends and ends it, and has the payer; each other reader belongs to any thread.
public final class Filling {
  /// So little may always be waited for, in octets.
  public static final long LITTLE_BYTES = 64 * 1024;

  private enum State {
    COMING,
    WHOLE,
    BROKEN
  }

  private final OptionalLong promised;
  private final long bytesMax;
  private final Room room;
  private final List<byte[]> chunks = new ArrayList<>();
  private final Set<Reader> readers = new HashSet<>();
  private @Nullable Reader payer;
  private State state = State.COMING;
  private int filled;
  private long dropped;
  private long length;
  private long taken;
  private Kept kept = Kept.YES;

  /// An empty one.
  ///
  /// @param promised how long it says that it will be
  /// @param bytesMax the longest that is kept
  /// @param room out of which what it keeps is taken
  public Filling(OptionalLong promised, long bytesMax, Room room) {
    this.promised = promised;
    this.bytesMax = bytesMax;
    this.room = room;
  }

  /// What becomes of octets that come.
  public enum Kept {
    /// They are kept, as all before them.
    YES,
    /// There are more than are ever kept.
    TOO_LONG,
    /// There is no room at present.
    NO_ROOM
  }

  /// What a reader finds.
  public sealed interface Next {
    /// The next octets, at most a chunk of them.
    record Octets(ByteBuffer octets) implements Next {}

    /// Nothing yet. The reader is woken when there is more, or an end.
    record Later() implements Next {}

    /// It has had everything.
    record End() implements Next {}

    /// The rest does not come, or has been lost.
    record Broken() implements Next {}
  }

  /// Copies the remaining octets of `octets`.
  public Kept append(ByteBuffer octets) {
    Kept now;
    List<Runnable> woken;
    synchronized (this) {
      now = keep(octets.remaining());
      if (now == Kept.YES || isRead()) {
        copy(octets);
        forget();
      } else {
        clear();
      }
      woken = waiting();
    }
    woken.forEach(Runnable::run);
    return now;
  }

  private Kept keep(int count) {
    if (kept == Kept.YES) {
      boolean fits = length + count <= bytesMax;
      kept = !fits ? Kept.TOO_LONG : room.take(count) ? Kept.YES : Kept.NO_ROOM;
      taken += kept == Kept.YES ? count : 0;
    }
    return kept;
  }

  /// It is whole. The body is there if it was kept.
  public Optional<Body> complete() {
    Optional<Body> body;
    List<Runnable> woken;
    synchronized (this) {
      state = State.WHOLE;
      if (!chunks.isEmpty() && filled < chunks.getLast().length) {
        chunks.add(Arrays.copyOf(chunks.removeLast(), filled));
      }
      body = kept == Kept.YES ? Optional.of(Body.ofChunks(chunks)) : Optional.empty();
      giveBack();
      woken = waiting();
    }
    woken.forEach(Runnable::run);
    return body;
  }

  /// There will be no more of it, and it is not whole. After an end it does nothing.
  public void breakOff() {
    List<Runnable> woken;
    synchronized (this) {
      if (state != State.COMING) {
        return;
      }
      state = State.BROKEN;
      clear();
      woken = waiting();
    }
    woken.forEach(Runnable::run);
  }

  /// How long it will be, if it said so.
  public OptionalLong promised() {
    return promised;
  }

  /// Whether so much of it has come that the rest is worth having for nobody: three quarters, or
  /// all but [#LITTLE_BYTES].
  public synchronized boolean isNearlyWhole() {
    return kept == Kept.YES
        && promised.isPresent()
        && (promised.getAsLong() - length <= LITTLE_BYTES
            || length >= promised.getAsLong() / 4 * 3);
  }

  /// Whether somebody reads it.
  public synchronized boolean isRead() {
    return payer != null || !readers.isEmpty();
  }

  /// How many read it, the payer not counted.
  synchronized int readers() {
    return readers.size();
  }

  /// One more who reads it, from its beginning; empty where that is lost.
  synchronized Optional<Reader> reader() {
    if (state == State.BROKEN || kept != Kept.YES) {
      return Optional.empty();
    }
    var reader = new Reader(0);
    readers.add(reader);
    return Optional.of(reader);
  }

  /// The one for whom it is fetched, who has had so many octets already. What he has not had is not
  /// lost; so once nothing is kept, no more may be appended until he has had everything.
  public synchronized Reader payer(long position) {
    var reader = new Reader(position);
    payer = reader;
    return reader;
  }

  private List<Runnable> waiting() {
    var woken = new ArrayList<Runnable>();
    for (Reader reader : readers) {
      reader.wake(woken);
    }
    if (payer != null) {
      payer.wake(woken);
    }
    return woken;
  }

  private void copy(ByteBuffer octets) {
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

  /// What is kept no more goes, but for as much as had been kept.
  private void forget() {
    long needed = payer == null ? length : payer.position;
    long window = Math.max(taken, Body.CHUNK_BYTES);
    while (kept != Kept.YES && length - dropped > window && dropped + Body.CHUNK_BYTES <= needed) {
      chunks.removeFirst();
      dropped += Body.CHUNK_BYTES;
    }
  }

  private void clear() {
    chunks.clear();
    filled = 0;
    dropped = length;
    giveBack();
  }

  private void giveBack() {
    room.giveBack(taken);
    taken = 0;
  }

  /// Who reads it. Confined to one thread.
  public final class Reader {
    private long position;
    private @Nullable Runnable woken;

    private Reader(long position) {
      this.position = position;
    }

    /// What comes next; if nothing yet, `later` runs once there is, on the thread that brings it.
    public Next next(Runnable later) {
      synchronized (Filling.this) {
        if (state == State.BROKEN || position < dropped) {
          return new Next.Broken();
        }
        if (position < length) {
          byte[] chunk = chunks.get((int) ((position - dropped) / Body.CHUNK_BYTES));
          int from = (int) (position % Body.CHUNK_BYTES);
          int end = (int) Math.min(chunk.length, from + length - position);
          position += end - from;
          return new Next.Octets(ByteBuffer.wrap(chunk, from, end - from).slice());
        }
        if (state == State.WHOLE) {
          return new Next.End();
        }
        woken = later;
        return new Next.Later();
      }
    }

    /// Reads no more.
    public void leave() {
      synchronized (Filling.this) {
        woken = null;
        readers.remove(this);
        if (payer == this) {
          payer = null;
        }
      }
    }

    private void wake(List<Runnable> all) {
      Runnable own = woken;
      woken = null;
      if (own != null) {
        all.add(own);
      }
    }
  }
}
