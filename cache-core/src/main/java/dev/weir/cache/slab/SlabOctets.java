package dev.weir.cache.slab;

import dev.weir.cache.message.Body;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/// The octets of a body in [Slabs], by a lease of their own. The lease ends with [#release], or
/// once nobody can ask for it any more. Safe for use by any thread.
public final class SlabOctets implements Body.Source {
  private static final Cleaner FORGOTTEN = Cleaner.create();

  /// Octets in a file, which the kernel can send by itself; they must not be sent after the lease
  /// has ended.
  public record InFile(FileChannel file, long position, long count) {}

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

  /// The octets from `position` on, up to `end`, as far as they are one piece of a file; empty if
  /// they are in none, or too few to be worth it.
  public Optional<InFile> inFile(long position, long end) {
    check();
    Optional<InFile> found = kept.slabs().inFile(kept, position, end);
    if (found.isPresent()) {
      kept.sent = true;
    }
    return found;
  }

  @Override
  public SlabOctets shared() {
    check();
    if (!kept.acquire()) {
      throw new IllegalStateException("gone while it was held");
    }
    return new SlabOctets(kept);
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
