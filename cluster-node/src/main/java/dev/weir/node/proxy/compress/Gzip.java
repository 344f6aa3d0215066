package dev.weir.node.proxy.compress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// One body in the making as gzip (RFC 1952). Confined to one thread.
final class Gzip implements Coder {
  /// A good part of what the best would save, at a third of its time.
  private static final int LEVEL = 5;

  private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, -1};
  private static final int PIECE_OCTETS = 16 * 1024;

  private final ByteBufAllocator allocator;
  private final Deflater deflater = new Deflater(LEVEL, true);
  private final CRC32 sum = new CRC32();
  private boolean begun;
  private long octets;

  Gzip(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  @Override
  public ByteBuf write(ByteBuf piece) {
    ByteBuf out = buffer();
    try {
      for (ByteBuffer each : piece.nioBuffers()) {
        sum.update(each.duplicate());
        octets += each.remaining();
        deflater.setInput(each);
        drain(out);
      }
    } finally {
      piece.release();
    }
    return out;
  }

  @Override
  public ByteBuf finish() {
    ByteBuf out = buffer();
    deflater.finish();
    drain(out);
    out.writeIntLE((int) sum.getValue()).writeIntLE((int) octets);
    close();
    return out;
  }

  private ByteBuf buffer() {
    ByteBuf out = allocator.heapBuffer(PIECE_OCTETS);
    if (!begun) {
      begun = true;
      out.writeBytes(HEADER);
    }
    return out;
  }

  private void drain(ByteBuf out) {
    int count;
    do {
      out.ensureWritable(PIECE_OCTETS / 2);
      count =
          deflater.deflate(out.array(), out.arrayOffset() + out.writerIndex(), out.writableBytes());
      out.writerIndex(out.writerIndex() + count);
    } while (count > 0);
  }

  @Override
  public void close() {
    deflater.end();
  }
}
