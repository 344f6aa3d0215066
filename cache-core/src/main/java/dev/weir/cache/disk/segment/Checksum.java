package dev.weir.cache.disk.segment;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// CRC32C of octets at a place.
public final class Checksum {
  private Checksum() {}

  /// Of the octets of a buffer from `from` to `to`, in a segment of a disk.
  public static int of(ByteBuffer octets, int from, int to, SegmentId segment, int offset) {
    var place = ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES);
    place.putLong(segment.disk()).putInt(segment.number()).putInt(offset).flip();
    var crc = new CRC32C();
    crc.update(place);
    crc.update(octets.duplicate().limit(to).position(from));
    return (int) crc.getValue();
  }
}
