package dev.weir.cache.flight;

import dev.weir.cache.message.Body;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A body that is still coming. Its octets are kept as they come; whoever reads it does so at his
/// own pace, and nobody waits for him.
///
/// One that turns out too long is kept no more. Those who read it already find the last octets of
/// it, as many as had been kept; who falls further behind has lost it, but for the payer.
///
/// One that is too long for memory goes to a [Spool]; what was written there is read back from
/// there by whoever is not that far. The fetch waits for it, unless it is told to go on without.
///
/// One thread appends and ends it, and has the payer; each other reader belongs to any thread.
public final class Filling {
  /// How many octets stay in memory that were written, for those who read as they come.
  static final long RECENT_BYTES = 1L << 20;

  private enum State {
    COMING,
    WHOLE,
    BROKEN
  }

  private final long bytesMax;
  private final Room room;
  private final Window window;
  private final Set<Reader> readers = new HashSet<>();
  private @Nullable Reader payer;
  private State state = State.COMING;
  private long taken;
  private Kept kept = Kept.YES;
  private final Beyond beyond;
  private @Nullable Spooled spooled;
  private @Nullable Runnable paused;

  /// An empty one that stays in memory.
  ///
  /// @param promised how long it says that it will be
  /// @param bytesMax the longest that is kept
  /// @param room out of which what it keeps is taken
  public Filling(OptionalLong promised, long bytesMax, Room room) {
    this(promised, bytesMax, room, Beyond.NOTHING);
  }

  /// An empty one.
  public Filling(OptionalLong promised, long bytesMax, Room room, Beyond beyond) {
    this.window = new Window(promised);
    this.bytesMax = bytesMax;
    this.room = room;
    this.beyond = beyond;
    if (promised.orElse(0) > beyond.memoryBytesMax()) {
      kept = spool() ? Kept.YES : Kept.TOO_LONG;
    }
  }

  /// What becomes of octets that come.
  public enum Kept {
    /// They are kept, as all before them.
    YES,
    /// There are more than are ever kept.
    TOO_LONG,
    /// There is no room at present.
    NO_ROOM,
    /// Whoever reads it would wait for the disk.
    TOO_SLOW
  }

  /// Copies the remaining octets of `octets`.
  public Kept append(ByteBuffer octets) {
    Kept now;
    List<Runnable> woken;
    synchronized (this) {
      now = keep(octets.remaining());
      if (now == Kept.YES || isRead()) {
        window.append(octets);
        if (spooled != null && kept == Kept.YES) {
          spooled.hand(window, false);
        }
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
      boolean inMemory = spooled != null || window.length() + count <= beyond.memoryBytesMax();
      boolean fits = window.length() + count <= bytesMax && (inMemory || spool());
      kept = !fits ? Kept.TOO_LONG : room.take(count) ? Kept.YES : Kept.NO_ROOM;
      taken += kept == Kept.YES ? count : 0;
    }
    return kept;
  }

  private boolean spool() {
    Optional<Spool> begun = beyond.spools().get();
    begun.ifPresent(it -> {
      spooled = new Spooled(it, window.length());
      it.watch(new Written());
    });
    return begun.isPresent();
  }

  /// It is whole. Tells the body if it was kept: at once, or once it is on the disk.
  public void complete(Consumer<Optional<Body>> told) {
    Optional<Body> body = Optional.empty();
    List<Runnable> woken;
    boolean later;
    synchronized (this) {
      state = State.WHOLE;
      later = spooled != null && kept == Kept.YES;
      if (spooled != null && later) {
        spooled.hand(window, true);
        spooled.spool().finish(told);
      } else if (kept == Kept.YES) {
        body = Optional.of(window.body());
      }
      if (spooled == null) {
        giveBack();
      }
      settle();
      woken = waiting();
    }
    woken.forEach(Runnable::run);
    if (!later) {
      told.accept(body);
    }
  }

  /// The disk has got on, or fails.
  private final class Written implements Spool.Watch {
    @Override
    public void written(long octets) {
      go(() -> {
        if (spooled != null) {
          spooled.written(octets);
        }
        forget();
        settle();
      });
    }

    @Override
    public void failed() {
      go(() -> {
        kept = kept == Kept.YES ? Kept.NO_ROOM : kept;
        settle();
      });
    }

    private void go(Runnable change) {
      Runnable resumed;
      synchronized (Filling.this) {
        change.run();
        boolean waits = isBehind(room.waitingBytesMax() / 2);
        resumed = waits ? null : paused;
        paused = waits ? paused : null;
      }
      if (resumed != null) {
        resumed.run();
      }
    }
  }

  /// Whether so much waits for the disk that the fetch waits, too; then `later` runs once it need
  /// not any more.
  public synchronized boolean waits(Runnable later) {
    boolean waits = isBehind(room.waitingBytesMax());
    paused = waits ? later : paused;
    return waits;
  }

  private boolean isBehind(long most) {
    return spooled != null
        && kept == Kept.YES
        && state == State.COMING
        && spooled.isBehind(window, most);
  }

  /// It is kept no more, so that nobody waits for the disk.
  public synchronized void goOnWithout() {
    if (spooled != null && kept == Kept.YES) {
      kept = Kept.TOO_SLOW;
      spooled.spool().stop(true);
      settle();
    }
  }

  /// What nobody reads any more is let go of, once it is on the disk or is not kept.
  private void settle() {
    if (spooled == null) {
      return;
    }
    boolean needed =
        switch (state) {
          case COMING -> kept == Kept.YES || isRead();
          case WHOLE -> (kept == Kept.YES && !spooled.has(window.length() - 1)) || isRead();
          case BROKEN -> false;
        };
    if (!needed) {
      spooled.spool().release();
      spooled = null;
      clear();
    }
  }

  /// There will be no more of it, and it is not whole. After an end it does nothing.
  public void breakOff() {
    List<Runnable> woken;
    synchronized (this) {
      if (state != State.COMING) {
        return;
      }
      state = State.BROKEN;
      if (spooled != null) {
        spooled.spool().stop(false);
      }
      settle();
      clear();
      woken = waiting();
    }
    woken.forEach(Runnable::run);
  }

  /// Whether the rest is worth having for nobody: three quarters have come, or all but 64 KiB.
  public synchronized boolean isNearlyWhole() {
    return kept == Kept.YES && window.isNearlyWhole();
  }

  /// Whether it is kept.
  public synchronized boolean isKept() {
    return kept == Kept.YES;
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
    if (state == State.BROKEN || kept != Kept.YES || (window.dropped() > 0 && spooled == null)) {
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

  /// What is on the disk goes, but for the last of it; what is kept no more, but for as much as had
  /// been kept.
  private void forget() {
    while (spooled != null && kept == Kept.YES && spooled.spare(window) >= RECENT_BYTES) {
      window.dropFirst();
      room.giveBack(Body.CHUNK_BYTES);
      taken -= Body.CHUNK_BYTES;
    }
    long needed = payer == null ? window.length() : payer.position;
    long most = Math.max(taken, Body.CHUNK_BYTES);
    while (kept != Kept.YES
        && window.length() - window.dropped() > most
        && window.dropped() + Body.CHUNK_BYTES <= needed) {
      window.dropFirst();
    }
  }

  private void clear() {
    window.clear();
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
    private @Nullable ByteBuffer ahead;
    private boolean asked;
    private boolean lost;

    private Reader(long position) {
      this.position = position;
    }

    /// What comes next; if nothing yet, `later` runs once there is, on the thread that brings it.
    public Next next(Runnable later) {
      synchronized (Filling.this) {
        if (state == State.BROKEN || lost) {
          return new Next.Broken();
        }
        if (position < window.dropped()) {
          return spooled == null || !spooled.has(position)
              ? new Next.Broken()
              : fromDisk(spooled.spool(), later);
        }
        if (position < window.length()) {
          ByteBuffer octets = window.view(position);
          position += octets.remaining();
          return new Next.Octets(octets);
        }
        if (state == State.WHOLE) {
          return new Next.End();
        }
        woken = later;
        return new Next.Later();
      }
    }

    private Next fromDisk(Spool from, Runnable later) {
      ByteBuffer there = ahead;
      if (there != null) {
        ahead = null;
        position += there.remaining();
        return new Next.Octets(there);
      }
      woken = later;
      if (!asked) {
        asked = true;
        from.read(position, this::arrived);
      }
      return new Next.Fetching();
    }

    private void arrived(Optional<ByteBuffer> octets) {
      Runnable own;
      synchronized (Filling.this) {
        asked = false;
        ahead = octets.orElse(null);
        lost = octets.isEmpty();
        own = woken;
        woken = null;
      }
      if (own != null) {
        own.run();
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
        settle();
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
