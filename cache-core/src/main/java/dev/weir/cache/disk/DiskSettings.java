package dev.weir.cache.disk;

import dev.weir.cache.disk.file.Directory;

/// One disk: a directory that belongs to one node alone.
///
/// @param path where it is, as the operator knows it
/// @param directory opens it
/// @param bytesMax how many octets of files it may have
public record DiskSettings(String path, Directory.Opening directory, long bytesMax) {
  /// The least size.
  public static final long BYTES_LEAST = 16L << 20;

  /// Refuses what is too small to write in turns.
  public DiskSettings {
    if (bytesMax < BYTES_LEAST) {
      throw new IllegalArgumentException(bytesMax + " octets");
    }
  }
}
