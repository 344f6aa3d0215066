package dev.weir.node.access.file;

import java.time.Duration;
import java.util.Optional;

/// When the log goes on in a new file, and what becomes of the old ones: after so many octets,
/// whenever another period of UTC begins, or both; `keep` of them stay, compressed or not.
public record Rotation(Optional<Long> octets, Optional<Duration> every, int keep, boolean gzip) {
  /// Whether a file with so many octets, written to at that time, is to be an old one now. An empty
  /// file never is. Times are milliseconds of 1970. Pure.
  boolean isDue(long size, long writtenMillis, long nowMillis) {
    boolean full = octets.isPresent() && size >= octets.get();
    boolean over =
        every.isPresent()
            && Math.floorDiv(nowMillis, every.get().toMillis())
                > Math.floorDiv(writtenMillis, every.get().toMillis());
    return size > 0 && (full || over);
  }
}
