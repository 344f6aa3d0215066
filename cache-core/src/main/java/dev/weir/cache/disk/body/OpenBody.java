package dev.weir.cache.disk.body;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.disk.file.StoredFile;
import dev.weir.cache.disk.segment.SegmentId;
import dev.weir.cache.slab.InFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// The open file of a body. Written by one thread, read by any.
final class OpenBody {
  private final SegmentId id;
  private final StoredFile file;
  private volatile int[] checksums;
  private volatile long length;

  private OpenBody(SegmentId id, StoredFile file, int[] checksums, long length) {
    this.id = id;
    this.file = file;
    this.checksums = checksums;
    this.length = length;
  }

  static OpenBody create(Directory directory, String name, SegmentId id, KeyHash hash)
      throws IOException {
    StoredFile file = directory.open(name);
    try {
      file.truncate(0);
      file.write(BodyForm.head(id, hash), 0);
    } catch (IOException e) {
      file.close();
      throw e;
    }
    return new OpenBody(id, file, new int[16], 0);
  }

  /// Opens a whole one; empty if it is not.
  static Optional<OpenBody> open(Directory directory, String name, SegmentId id)
      throws IOException {
    StoredFile file = directory.open(name);
    try {
      OptionalLong length = BodyForm.length(file, id);
      Optional<int[]> checksums =
          length.isPresent() ? BodyForm.checksums(file, id, length.getAsLong()) : Optional.empty();
      if (checksums.isEmpty()) {
        file.close();
      }
      return checksums.map(it -> new OpenBody(id, file, it, length.getAsLong()));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /// How many octets of the body are there.
  long length() {
    return length;
  }

  /// Appends a block; only the last one may be short.
  void append(byte[] block, int count) throws IOException {
    long before = length;
    int number = BodyForm.blocks(before);
    var octets = ByteBuffer.wrap(block, 0, count);
    file.write(octets.duplicate(), BodyForm.HEAD_BYTES + before);
    int[] known = checksums;
    if (number == known.length) {
      known = Arrays.copyOf(known, 2 * number);
    }
    known[number] = BodyForm.checksum(octets, count, id, number);
    checksums = known;
    length = before + count;
  }

  /// The body is whole.
  void finish() throws IOException {
    file.write(BodyForm.end(id, length, checksums), BodyForm.HEAD_BYTES + length);
  }

  /// Reads the blocks in which octets are, and copies these. False if they are not those written.
  ///
  /// @param room for a block
  /// @param to where they are copied, if anywhere
  boolean read(long position, long end, ByteBuffer room, Optional<ByteBuffer> to)
      throws IOException {
    long known = length;
    for (long at = position; at < end; ) {
      int block = (int) (at / BodyForm.BLOCK_BYTES);
      long begin = (long) block * BodyForm.BLOCK_BYTES;
      int count = (int) Math.min(BodyForm.BLOCK_BYTES, known - begin);
      room.clear().limit(count);
      if (file.read(room, BodyForm.HEAD_BYTES + begin) != count
          || BodyForm.checksum(room, count, id, block) != checksums[block]) {
        return false;
      }
      int from = (int) (at - begin);
      int octets = (int) Math.min(count - from, end - at);
      to.ifPresent(it -> it.put(room.slice(from, octets)));
      at += octets;
    }
    return true;
  }

  /// Where the kernel can send octets from.
  Optional<InFile> at(long position) {
    return file.at(BodyForm.HEAD_BYTES + position);
  }

  void close() throws IOException {
    file.close();
  }
}
