package dev.weir.cache.disk.segment;

import dev.weir.cache.disk.file.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/// What is to be written, gathered so that small pieces make one call. Confined to one thread.
final class Staging {
  private final StoredFile file;
  private final ByteBuffer octets;
  private long position;

  Staging(StoredFile file, ByteBuffer octets, long position) {
    this.file = file;
    this.octets = octets.clear();
    this.position = position;
  }

  /// The buffer, with room for so many octets.
  ByteBuffer room(int wanted) throws IOException {
    if (octets.remaining() < wanted) {
      flush();
    }
    return octets;
  }

  void put(ByteBuffer piece) throws IOException {
    while (piece.hasRemaining()) {
      if (!octets.hasRemaining()) {
        flush();
      }
      int count = Math.min(piece.remaining(), octets.remaining());
      octets.put(piece.slice(piece.position(), count));
      piece.position(piece.position() + count);
    }
  }

  void flush() throws IOException {
    octets.flip();
    int count = octets.remaining();
    file.write(octets, position);
    position += count;
    octets.clear();
  }
}
