package dev.weir.node.proxy.wire;

import dev.weir.cache.message.Body;
import dev.weir.cache.slab.InFile;
import dev.weir.cache.slab.Kept;
import dev.weir.cache.slab.SlabOctets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.util.Optional;

/// A piece of a stored body where it lies, without a copy: its lease ends when the last reference
/// to it is released, sent or not.
public final class LeasedBuffer extends UnpooledDirectByteBuf {
  private final SlabOctets.Piece piece;

  private LeasedBuffer(SlabOctets.Piece piece) {
    super(UnpooledByteBufAllocator.DEFAULT, piece.octets(), piece.octets().remaining());
    this.piece = piece;
  }

  /// The octets of a body from `position` on, up to `end`, as far as they are one piece.
  public static ByteBuf of(Body body, long position, long end) {
    return body.source() instanceof SlabOctets octets
        ? new LeasedBuffer(octets.piece(position, end))
        : Unpooled.wrappedBuffer(body.view(position, end));
  }

  /// The same of a body that the caller has a lease on.
  public static ByteBuf of(Kept kept, long position, long end) {
    return new LeasedBuffer(SlabOctets.piece(kept, position, end));
  }

  /// Where in a file the octets are, too.
  Optional<InFile> file() {
    return piece.file();
  }

  @Override
  protected void deallocate() {
    super.deallocate();
    piece.lease().release();
  }
}
