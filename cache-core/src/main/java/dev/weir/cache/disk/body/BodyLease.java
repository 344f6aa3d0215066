package dev.weir.cache.disk.body;

import dev.weir.cache.message.Body;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// A body in a file, by a lease: the file stays, whatever becomes of its key. The lease ends with
/// [#release], or once nobody can ask for it any more. Safe for use by any thread.
public final class BodyLease implements Body.Source {
  private static final Cleaner FORGOTTEN = Cleaner.create();

  private final BodyFile file;
  private final Cleaner.Cleanable lease;
  private final AtomicBoolean released = new AtomicBoolean();

  /// The lease, which the caller has taken, is this one's from now on.
  BodyLease(BodyFile file) {
    this.file = file;
    this.lease = FORGOTTEN.register(this, file::release);
  }

  /// Its octets are not in memory: nobody may wait for them here.
  ///
  /// @throws IllegalStateException always
  @Override
  public ByteBuffer view(long position, long end) {
    throw new IllegalStateException("a body on a disk is read by its threads");
  }

  /// Reads some octets from a position on, up to `end`; tells them by a thread of the disk, or that
  /// there are none any more.
  ///
  /// @param fromFile whether they are only to be ready to be sent from the file, where it can be
  public void read(long position, long end, boolean fromFile, Consumer<Optional<Piece>> told) {
    file.used();
    file.read(position, end, fromFile, told);
  }

  /// From now on the disk knows a key that leads to it.
  public void list() {
    file.list();
  }

  /// Which file it is.
  public int number() {
    return file.number();
  }

  @Override
  public BodyLease shared() {
    return file.lease();
  }

  @Override
  public void release() {
    if (released.compareAndSet(false, true)) {
      lease.clean();
    }
  }

  @Override
  public Optional<Body.Outside> outside() {
    return Optional.of(file);
  }
}
