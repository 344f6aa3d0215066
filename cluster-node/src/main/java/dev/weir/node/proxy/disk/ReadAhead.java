package dev.weir.node.proxy.disk;

import dev.weir.cache.disk.body.BodyLease;
import dev.weir.cache.disk.body.Piece;
import dev.weir.cache.slab.InFile;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCounted;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A body on a disk on its way to one client: a piece of it is read, by a thread of the disk,
/// before it is sent, while the one before is. Confined to its event loop.
public final class ReadAhead {
  /// So long a disk may take for a piece.
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final BodyLease body;
  private final long end;
  private final boolean fromFile;
  private final EventLoop loop;
  private final Runnable told;
  private @Nullable Piece piece;
  private @Nullable Future<?> timer;
  private long position;
  private boolean lost;
  private boolean stopped;

  /// Reads a body on a lease from a position up to another.
  ///
  /// @param fromFile whether what lies in a file may be sent from there
  /// @param told runs whenever a piece is there, or will never be
  public ReadAhead(
      BodyLease body, long position, long end, boolean fromFile, EventLoop loop, Runnable told) {
    this.body = body;
    this.position = position;
    this.end = end;
    this.fromFile = fromFile;
    this.loop = loop;
    this.told = told;
    ask();
  }

  private void ask() {
    timer = loop.schedule(this::lose, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    BodyLease read = body.shared(); // whatever becomes of this, until the disk has answered
    read.read(
        position,
        end,
        fromFile,
        come -> {
          read.release();
          loop.execute(() -> take(come));
        });
  }

  private void take(Optional<Piece> come) {
    disarm();
    if (!stopped && !lost) {
      piece = come.orElse(null);
      lost = come.isEmpty();
      told.run();
    }
  }

  private void lose() {
    if (!stopped && piece == null) {
      lost = true;
      told.run();
    }
  }

  private void disarm() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  /// Whether the rest does not come.
  public boolean isLost() {
    return lost;
  }

  /// The next octets, once they are there: a buffer, or a region of the file.
  public Optional<ReferenceCounted> next() {
    Piece come = piece;
    if (come == null) {
      return Optional.empty();
    }
    piece = null;
    position += come.count();
    ReferenceCounted octets =
        come.file().isPresent()
            ? new Region(come.file().get(), come.count(), body.shared())
            : Unpooled.wrappedBuffer(come.octets().orElseThrow());
    if (position < end) {
      ask();
    }
    return Optional.of(octets);
  }

  /// Nobody wants the rest.
  public void stop() {
    stopped = true;
    disarm();
  }

  /// Octets that the kernel sends; their lease ends with them.
  private static final class Region extends DefaultFileRegion {
    private final BodyLease lease;

    Region(InFile at, int count, BodyLease lease) {
      super(at.file(), at.position(), count);
      this.lease = lease;
    }

    /// The file is the disk's, which closes it once nobody has a lease.
    @Override
    protected void deallocate() {
      lease.release();
    }
  }
}
