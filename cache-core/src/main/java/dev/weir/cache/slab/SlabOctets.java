package dev.weir.cache.slab;

import dev.weir.cache.message.Body;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The octets of a body in [Slabs], by a lease of their own. The lease ends with [#release], or
/// once nobody can ask for it any more. Safe for use by any thread.
public final class SlabOctets implements Body.Source {
  private static final Cleaner FORGOTTEN = Cleaner.create();

  /// How many octets of a file one piece has at most.
  private static final int PIECE_BYTES_MAX = 8 * Slabs.CHUNK_BYTES_MAX;

  /// Fewer are sent from memory: a call for them alone costs more than the copy.
  private static final int FILE_BYTES_MIN = 32 * 1024;

  /// Octets in one piece, on a lease of their own; whoever has them must only read them, and
  /// release the lease once.
  ///
  /// @param file where else they are, if they are in a file, and enough to be worth it
  public record Piece(ByteBuffer octets, Optional<InFile> file, Kept lease) {}

  private final Kept kept;
  private final Cleaner.Cleanable lease;
  private volatile boolean released;

  /// The octets of what is kept; the lease, which the caller has taken, is theirs from now on.
  public SlabOctets(Kept kept) {
    this.kept = kept;
    this.lease = FORGOTTEN.register(this, kept::release);
  }

  @Override
  public ByteBuffer view(long position, long end) {
    check();
    return kept.body(position, end).asReadOnlyBuffer();
  }

  /// The octets from `position` on, up to `end`, as far as they are one piece.
  public Piece piece(long position, long end) {
    check();
    return piece(kept, position, end);
  }

  /// The same of what the caller has a lease on.
  public static Piece piece(Kept kept, long position, long end) {
    hold(kept);
    long inFile = Math.min(kept.inFile(position, end), PIECE_BYTES_MAX);
    if (inFile < FILE_BYTES_MIN) {
      return new Piece(kept.body(position, end), Optional.empty(), kept);
    }
    kept.sent = true;
    long place = kept.place(position);
    var file = new InFile(kept.slabs().file().orElseThrow().channel(), place);
    return new Piece(kept.slabs().view(place, inFile), Optional.of(file), kept);
  }

  @Override
  public SlabOctets shared() {
    check();
    hold(kept);
    return new SlabOctets(kept);
  }

  private static void hold(Kept kept) {
    if (!kept.acquire()) {
      throw new IllegalStateException("gone while it was held");
    }
  }

  @Override
  public void release() {
    released = true;
    lease.clean();
  }

  private void check() {
    if (released) {
      throw new IllegalStateException("the lease has ended");
    }
  }
}
