package dev.weir.node.proxy.compress;

import io.netty.buffer.ByteBuf;

/// One body in the making in a content coding. Confined to one thread.
sealed interface Coder extends AutoCloseable permits Gzip, Brotli {
  /// Takes a piece, releases it, and gives what is ready of the coded body, perhaps nothing.
  ByteBuf write(ByteBuf piece);

  /// The rest of the coded body. Nothing can be written any more.
  ByteBuf finish();

  @Override
  void close();
}
