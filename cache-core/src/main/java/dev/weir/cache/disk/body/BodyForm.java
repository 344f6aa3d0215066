package dev.weir.cache.disk.body;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.disk.file.StoredFile;
import dev.weir.cache.disk.segment.Checksum;
import dev.weir.cache.disk.segment.SegmentId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/// What a body's file looks like.
///
/// ```
/// head │ block │ block │ … │ checksums of the blocks │ tail
/// ```
///
/// The tail is written last: without it nothing of the file counts. Checksums are made with the
/// numbers of disk, file and block, so that what was written elsewhere is taken for nothing.
final class BodyForm {
  /// The octets of a block, but for the last.
  static final int BLOCK_BYTES = 64 * 1024;

  /// The octets before the first block: a page of the system's, so that blocks are whole pages.
  static final int HEAD_BYTES = 4096;

  static final int TAIL_BYTES = 24;

  private static final int HEAD_USED_BYTES = 48;
  private static final long HEAD_MAGIC = 0x57454952424f4459L; // WEIRBODY
  private static final long TAIL_MAGIC = 0x57454952454e4421L; // WEIREND!
  private static final int VERSION = 1;

  private BodyForm() {}

  static int blocks(long length) {
    return Math.toIntExact((length + BLOCK_BYTES - 1) / BLOCK_BYTES);
  }

  /// How long the file of a body is.
  static long fileBytes(long length) {
    return HEAD_BYTES + length + (long) Integer.BYTES * blocks(length) + TAIL_BYTES;
  }

  static ByteBuffer head(SegmentId id, KeyHash hash) {
    var head = ByteBuffer.allocate(HEAD_BYTES);
    head.putLong(HEAD_MAGIC).putInt(VERSION).putInt(id.number()).putLong(id.disk());
    head.putLong(hash.high()).putLong(hash.low()).putInt(0);
    head.putInt(Checksum.of(head, 0, HEAD_USED_BYTES - Integer.BYTES, id, 0));
    return head.clear();
  }

  /// Of what key's hash the file is; empty if it is no body of this disk.
  static Optional<KeyHash> hash(StoredFile file, SegmentId id) throws IOException {
    var head = ByteBuffer.allocate(HEAD_USED_BYTES);
    boolean ours =
        file.read(head, 0) == HEAD_USED_BYTES
            && head.getLong(0) == HEAD_MAGIC
            && head.getInt(8) == VERSION
            && head.getInt(HEAD_USED_BYTES - Integer.BYTES)
                == Checksum.of(head, 0, HEAD_USED_BYTES - Integer.BYTES, id, 0);
    return ours ? Optional.of(new KeyHash(head.getLong(24), head.getLong(32))) : Optional.empty();
  }

  /// What stands behind the last block.
  static ByteBuffer end(SegmentId id, long length, int[] checksums) {
    int blocks = blocks(length);
    var end = ByteBuffer.allocate(Integer.BYTES * blocks + TAIL_BYTES);
    for (int i = 0; i < blocks; i++) {
      end.putInt(checksums[i]);
    }
    int list = Checksum.of(end, 0, Integer.BYTES * blocks, id, blocks);
    end.putLong(TAIL_MAGIC).putLong(length).putInt(list);
    end.putInt(Checksum.of(end, Integer.BYTES * blocks, end.position(), id, blocks));
    return end.flip();
  }

  /// How long the body is; empty if the file is not whole.
  static OptionalLong length(StoredFile file, SegmentId id) throws IOException {
    long at = file.size() - TAIL_BYTES;
    var tail = ByteBuffer.allocate(TAIL_BYTES);
    if (at < HEAD_BYTES || file.read(tail, at) != TAIL_BYTES || tail.getLong(0) != TAIL_MAGIC) {
      return OptionalLong.empty();
    }
    long length = tail.getLong(8);
    boolean whole =
        length >= 0
            && length <= at
            && fileBytes(length) == at + TAIL_BYTES
            && tail.getInt(20) == Checksum.of(tail, 0, 20, id, blocks(length));
    return whole ? OptionalLong.of(length) : OptionalLong.empty();
  }

  /// The checksums of the blocks of a whole file; empty if they are not those written.
  static Optional<int[]> checksums(StoredFile file, SegmentId id, long length) throws IOException {
    int blocks = blocks(length);
    var list = ByteBuffer.allocate(Integer.BYTES * blocks + TAIL_BYTES);
    if (file.read(list, HEAD_BYTES + length) != list.capacity()
        || list.getInt(Integer.BYTES * blocks + 16)
            != Checksum.of(list, 0, Integer.BYTES * blocks, id, blocks)) {
      return Optional.empty();
    }
    var checksums = new int[blocks];
    list.flip().asIntBuffer().get(checksums);
    return Optional.of(checksums);
  }

  /// The checksum of a block at the beginning of a buffer.
  static int checksum(ByteBuffer octets, int count, SegmentId id, int block) {
    return Checksum.of(octets, 0, count, id, block);
  }
}
