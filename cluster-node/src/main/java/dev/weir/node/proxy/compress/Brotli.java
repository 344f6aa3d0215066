package dev.weir.node.proxy.compress;

import dev.weir.node.os.BrotliEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;

/// One body in the making as brotli (RFC 7932). Confined to one thread.
final class Brotli implements Coder {
  private static final int PIECE_OCTETS = 16 * 1024;

  private final ByteBufAllocator allocator;
  private final BrotliEncoder encoder = new BrotliEncoder();

  Brotli(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  @Override
  public ByteBuf write(ByteBuf piece) {
    ByteBuf out = allocator.heapBuffer(PIECE_OCTETS);
    try {
      for (ByteBuffer each : piece.nioBuffers()) {
        encoder.write(each, out::writeBytes);
      }
    } finally {
      piece.release();
    }
    return out;
  }

  @Override
  public ByteBuf finish() {
    ByteBuf out = allocator.heapBuffer(PIECE_OCTETS);
    encoder.finish(out::writeBytes);
    return out;
  }

  @Override
  public void close() {
    encoder.close();
  }
}
