package dev.weir.cache.disk.segment;

import java.nio.ByteBuffer;
import java.util.Optional;

/// What stands before each object in a segment.
///
/// @param high half of the hash of its key
/// @param low the other half
/// @param payloadBytes how many octets follow; 0: what was known under this key is forgotten
/// @param payloadChecksum CRC32C of those
public record RecordHead(long high, long low, int payloadBytes, int payloadChecksum) {
  /// How many octets it takes.
  public static final int BYTES = 32;

  private static final int MAGIC = 0x52454331; // REC1

  /// That what was known under a key is forgotten.
  static RecordHead forgotten(long high, long low) {
    return new RecordHead(high, low, 0, 0);
  }

  boolean isForgotten() {
    return payloadBytes == 0;
  }

  /// How many octets the record takes.
  int recordBytes() {
    return BYTES + payloadBytes;
  }

  /// Appends it to a buffer, for a place.
  void encode(ByteBuffer out, SegmentId segment, int offset) {
    int at = out.position();
    out.putInt(MAGIC).putLong(high).putLong(low).putInt(payloadBytes).putInt(payloadChecksum);
    out.putInt(Checksum.of(out, at, at + BYTES - Integer.BYTES, segment, offset));
  }

  /// Reads one at a position of a buffer that has all of it; empty if there is none for this place.
  static Optional<RecordHead> decode(ByteBuffer in, int at, SegmentId segment, int offset) {
    if (in.getInt(at) != MAGIC
        || in.getInt(at + BYTES - Integer.BYTES)
            != Checksum.of(in, at, at + BYTES - Integer.BYTES, segment, offset)) {
      return Optional.empty();
    }
    var head =
        new RecordHead(
            in.getLong(at + 4), in.getLong(at + 12), in.getInt(at + 20), in.getInt(at + 24));
    return head.payloadBytes >= 0 && head.payloadBytes <= Segment.BYTES_MAX
        ? Optional.of(head)
        : Optional.empty();
  }
}
