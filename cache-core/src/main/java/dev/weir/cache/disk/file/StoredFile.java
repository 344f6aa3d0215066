package dev.weir.cache.disk.file;

import dev.weir.cache.slab.InFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// One open file, read and written at positions. Reads are for any thread, writes for one.
public interface StoredFile extends AutoCloseable {
  /// How many octets it has.
  long size() throws IOException;

  /// Reads from a position until the buffer is full or the file ends.
  ///
  /// @return how many octets
  int read(ByteBuffer into, long position) throws IOException;

  /// Writes all that remains in a buffer.
  void write(ByteBuffer from, long position) throws IOException;

  /// Cuts it at a length.
  void truncate(long length) throws IOException;

  /// Where the kernel can send octets from by itself, if it can.
  default Optional<InFile> at(long position) {
    return Optional.empty();
  }

  /// Has the device keep what was written.
  void force() throws IOException;

  @Override
  void close() throws IOException;
}
