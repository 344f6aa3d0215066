package dev.weir.cache.disk;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.disk.body.BodyFiles;
import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.disk.file.StoredFile;
import dev.weir.cache.disk.index.DiskIndex;
import dev.weir.cache.disk.life.Life;
import dev.weir.cache.disk.life.Moment;
import dev.weir.cache.disk.segment.DiskHead;
import dev.weir.cache.disk.segment.SegmentId;
import dev.weir.cache.rule.CacheKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// A disk that is open, and what is known of it.
record Mounted(
    Directory directory,
    KeyHash.Secret secret,
    DiskIndex index,
    Bans bans,
    BanFile file,
    Life life,
    DiskLog log) {
  private static final String TRIAL = "trial";
  private static final int TRIAL_BYTES = 1 << 20;

  /// The life of the process that opens disks.
  ///
  /// @param number tells it from others
  record Run(long number, Supplier<Moment> clocks) {}

  /// Opens a disk and reads what it has, or deletes that.
  static Mounted mount(
      DiskSettings settings, DiskWatch watch, Run run, BodyFiles.Reading reading, boolean empty)
      throws IOException, Directory.Taken {
    Directory directory = settings.directory().open();
    try {
      var random = new SecureRandom();
      Optional<DiskHead> found = DiskHead.read(directory);
      if (found.isEmpty()) {
        setAside(directory, settings, watch, random);
      }
      DiskHead head = found.orElseGet(() -> DiskHead.drawn(random));
      var index = new DiskIndex();
      var bans = new Bans();
      long size = settings.bytesMax();
      var bodies = new BodyFiles(directory, head.disk(), size, index, reading);
      var log = new DiskLog(directory, head.disk(), size, index, bans, bodies);
      var mounted =
          new Mounted(
              directory,
              new KeyHash.Secret(head.keyHigh(), head.keyLow()),
              index,
              bans,
              new BanFile(directory, head.disk()),
              Life.begin(run.number(), run.clocks(), directory),
              log);
      if (found.isEmpty()) {
        head.write(directory);
      }
      mounted.read(empty);
      return mounted;
    } catch (IOException e) {
      directory.close();
      throw e;
    }
  }

  private void read(boolean empty) throws IOException {
    if (empty) {
      log.clear();
    } else {
      log.recover();
      file.read(bans, log.end());
    }
  }

  /// What looks like ours and is not of this format.
  private static void setAside(
      Directory directory, DiskSettings settings, DiskWatch watch, SecureRandom random)
      throws IOException {
    List<String> ours =
        directory.names().stream()
            .filter(name -> BanFile.isOne(name) || name.equals(DiskHead.FILE) || isSegment(name))
            .toList();
    if (!ours.isEmpty()) {
      String aside = String.format(Locale.ROOT, "set-aside-%08x", random.nextInt());
      directory.setAside(ours, aside);
      watch.setAside(settings.path(), aside);
    }
  }

  private static boolean isSegment(String name) {
    return SegmentId.number(name).isPresent() || BodyFiles.number(name).isPresent();
  }

  /// Writes as much as a large object has, and deletes it.
  void tryWriting() throws IOException {
    try (StoredFile trial = directory.open(TRIAL)) {
      trial.write(ByteBuffer.allocate(TRIAL_BYTES), 0);
      trial.force();
    } finally {
      directory.delete(TRIAL);
    }
  }

  /// Writes the orders down.
  void save() throws IOException {
    bans.saving();
    file.write(bans);
  }

  /// Has the disk keep what was written.
  void keep() throws IOException {
    if (bans.isChanged()) {
      save();
    }
    log.force();
  }

  KeyHash hash(CacheKey key) {
    return secret.hash(key);
  }

  /// Lets go of it; `whole` if it works.
  void close(boolean whole) throws IOException {
    try {
      if (whole) {
        life.note();
        log.close();
      } else {
        log.release();
      }
    } finally {
      directory.close();
    }
  }
}
