package dev.weir.cache.disk;

import java.time.Duration;

/// Is told what happens to disks, by their threads.
public interface DiskWatch {
  /// It is in use, with what it had.
  void opened(String path, long objects, long octets, Duration within);

  /// It was of another format, or damaged as a whole: its files were moved into the directory
  /// `aside` below it, and it is begun anew.
  void setAside(String path, String aside);

  /// It failed; nothing is stored there until it works again.
  void failed(String path, String why);

  /// It works again.
  void recovered(String path);

  /// It gave octets that are not those written; what they were of is forgotten.
  void corrupt(String path);
}
