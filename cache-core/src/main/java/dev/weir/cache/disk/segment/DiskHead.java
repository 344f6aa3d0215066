package dev.weir.cache.disk.segment;

import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.disk.file.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;

/// What a disk says of itself, in the file [#FILE]: that it is a disk of ours, and the key of the
/// hashes on it.
///
/// @param disk drawn at random
/// @param keyHigh half of the key of its hashes
/// @param keyLow the other half
public record DiskHead(long disk, long keyHigh, long keyLow) {
  /// The name of the file.
  public static final String FILE = "disk";

  /// The version of the format. Another one is not read.
  public static final int VERSION = 1;

  private static final long MAGIC = 0x574549524449534bL; // WEIRDISK
  private static final int BYTES = 48;

  /// A new one.
  public static DiskHead drawn(SecureRandom random) {
    return new DiskHead(random.nextLong(), random.nextLong(), random.nextLong());
  }

  /// Reads the file; empty if it is not there, or is not of this version.
  public static Optional<DiskHead> read(Directory directory) throws IOException {
    if (!directory.names().contains(FILE)) {
      return Optional.empty();
    }
    var octets = ByteBuffer.allocate(BYTES);
    try (StoredFile file = directory.open(FILE)) {
      file.read(octets, 0);
    }
    octets.flip();
    boolean ours =
        octets.remaining() == BYTES
            && octets.getLong(0) == MAGIC
            && octets.getInt(8) == VERSION
            && octets.getInt(BYTES - 4) == checksum(octets);
    return ours
        ? Optional.of(new DiskHead(octets.getLong(16), octets.getLong(24), octets.getLong(32)))
        : Optional.empty();
  }

  /// Writes the file, for good.
  public void write(Directory directory) throws IOException {
    var octets = ByteBuffer.allocate(BYTES);
    octets.putLong(MAGIC).putInt(VERSION).putInt(0);
    octets.putLong(disk).putLong(keyHigh).putLong(keyLow).putInt(0);
    octets.putInt(checksum(octets)).flip();
    try (StoredFile file = directory.open(FILE)) {
      file.write(octets, 0);
      file.truncate(BYTES);
      file.force();
    }
  }

  private static int checksum(ByteBuffer octets) {
    return Checksum.of(octets, 0, BYTES - 4, new SegmentId(0, 0), 0);
  }
}
