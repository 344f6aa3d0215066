package dev.weir.cache.disk.segment;

import dev.weir.cache.disk.file.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The payload of one record, read from the first octet to the last. Nothing of it may be believed
/// before [#isSound()]. Confined to one thread.
public final class RecordInput {
  private final StoredFile file;
  private final RecordHead head;
  private final ByteBuffer staging;
  private final CRC32C crc = new CRC32C();
  private long position;
  private int left;

  /// @param staging holds the beginning of the record, head and all
  RecordInput(StoredFile file, RecordHead head, long offset, ByteBuffer staging) {
    this.file = file;
    this.head = head;
    this.staging = staging;
    this.position = offset + staging.limit();
    this.left = head.payloadBytes();
    staging.position(RecordHead.BYTES);
  }

  /// How many octets have not been read.
  public int left() {
    return left;
  }

  /// Some of the next octets, at most `most`; none if the file has no more. They are good until the
  /// next call.
  public ByteBuffer next(int most) throws IOException {
    if (!staging.hasRemaining() && left > 0) {
      staging.clear().limit(Math.min(staging.capacity(), left));
      position += file.read(staging, position);
      staging.flip();
    }
    int count = Math.min(Math.min(most, left), staging.remaining());
    ByteBuffer piece = staging.slice(staging.position(), count);
    staging.position(staging.position() + count);
    left -= count;
    crc.update(piece.duplicate());
    return piece;
  }

  /// The next octets in an array of their own; fewer if the file has no more.
  public byte[] take(int count) throws IOException {
    var octets = new byte[Math.min(count, left)];
    int at = 0;
    while (at < octets.length) {
      ByteBuffer piece = next(octets.length - at);
      if (!piece.hasRemaining()) {
        return java.util.Arrays.copyOf(octets, at);
      }
      int length = piece.remaining();
      piece.get(octets, at, length);
      at += length;
    }
    return octets;
  }

  /// Whether all has been read, and is what was written.
  public boolean isSound() {
    return left == 0 && (int) crc.getValue() == head.payloadChecksum();
  }
}
