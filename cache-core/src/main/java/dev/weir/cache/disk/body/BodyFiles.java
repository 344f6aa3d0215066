package dev.weir.cache.disk.body;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.disk.file.StoredFile;
import dev.weir.cache.disk.index.DiskIndex;
import dev.weir.cache.disk.segment.SegmentId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;

/// The bodies of a disk that have files of their own. They go in the order in which they were
/// written; one that was used since is spared once.
///
/// What was never used takes a share of the disk at the most: among itself the oldest goes first.
/// [#find] and the leases are for any thread, everything else for the one that writes.
public final class BodyFiles {
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{8})\\.body");

  /// The longest body, as a share of the disk.
  private static final int LENGTH_SHARE = 8;

  /// What all take that were never used, as a share of the disk.
  private static final int UNUSED_SHARE = 4;

  private final Directory directory;
  private final long disk;
  private final long diskBytes;
  private final DiskIndex index;
  private final Reading reading;
  private final ConcurrentSkipListMap<Integer, BodyFile> files = new ConcurrentSkipListMap<>();
  private final ThreadLocal<ByteBuffer> room =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BodyForm.BLOCK_BYTES));

  /// Is told, by the threads of the disk, what goes wrong when bodies are read.
  public interface Trouble {
    /// Octets are not those written.
    void corrupt();

    /// The disk refuses.
    void failed(IOException why);
  }

  /// Who reads them, and is told what goes wrong.
  public record Reading(Executor threads, Trouble trouble) {}

  /// Those of a disk of a size, read by some threads.
  ///
  /// @param index what the disk knows
  public BodyFiles(
      Directory directory, long disk, long diskBytes, DiskIndex index, Reading reading) {
    this.directory = directory;
    this.disk = disk;
    this.diskBytes = diskBytes;
    this.index = index;
    this.reading = reading;
  }

  /// The longest body that a disk of a size takes.
  public static long lengthMax(long diskBytes) {
    return diskBytes / LENGTH_SHARE;
  }

  /// The longest body that this disk takes.
  public long lengthMax() {
    return lengthMax(diskBytes);
  }

  Directory directory() {
    return directory;
  }

  Trouble trouble() {
    return reading.trouble;
  }

  ByteBuffer room() {
    return room.get();
  }

  /// Has a thread of the disk do something; once these have gone it is done here.
  void execute(Runnable task) {
    try {
      reading.threads.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }

  static String fileName(int number) {
    return String.format(Locale.ROOT, "%08x.body", number);
  }

  /// The number in a file's name; empty if it is no body's.
  public static OptionalInt number(String fileName) {
    var name = NAME.matcher(fileName);
    return name.matches()
        ? OptionalInt.of(Integer.parseUnsignedInt(name.group(1), 16))
        : OptionalInt.empty();
  }

  /// Finds what is there. What is not whole, or of no use to anybody, goes.
  ///
  /// @return the highest number
  public int recover() throws IOException {
    int highest = 0;
    for (String name : directory.names()) {
      OptionalInt number = number(name);
      if (number.isPresent()) {
        highest = Math.max(highest, number.getAsInt());
        recover(new SegmentId(disk, number.getAsInt()));
      }
    }
    return highest;
  }

  private void recover(SegmentId id) throws IOException {
    String name = fileName(id.number());
    try (StoredFile file = directory.open(name)) {
      Optional<KeyHash> hash = BodyForm.hash(file, id).filter(this::isKnown);
      OptionalLong length = BodyForm.length(file, id);
      if (hash.isPresent() && length.isPresent()) {
        var found = new BodyFile(this, id, hash.get(), 0);
        found.found(length.getAsLong());
        files.put(id.number(), found);
        return;
      }
    }
    directory.delete(name);
  }

  /// The whole body in a file, if it is of this hash and length.
  public Optional<BodyFile> find(int number, KeyHash hash, long length) {
    return Optional.ofNullable(files.get(number))
        .filter(it -> it.isWhole() && !it.isGone())
        .filter(it -> it.hash().equals(hash) && it.length() == length);
  }

  /// Begins a file that will take so many octets.
  public BodyFile create(int number, KeyHash hash, long bytes) throws IOException {
    var file = new BodyFile(this, new SegmentId(disk, number), hash, bytes);
    file.create();
    files.put(number, file);
    return file;
  }

  /// What was begun is not finished.
  public void abandon(BodyFile file) throws IOException {
    file.giveUp();
    files.remove(file.number());
  }

  /// The octets of the disk that a body takes.
  public static long bytesOf(long length) {
    return BodyForm.fileBytes(length);
  }

  /// The octets of the disk that all of them take, or will.
  public long bytes() {
    return bytes(files.values());
  }

  private static long bytes(Collection<BodyFile> of) {
    return of.stream().mapToLong(BodyFile::bytes).sum();
  }

  /// How many there are.
  public int count() {
    return files.size();
  }

  /// Gives up what was never used, the oldest first, until all of that and so many octets more take
  /// no more than their share. False: what is being written takes too much.
  public boolean makeRoomForNew(long octets) throws IOException {
    while (true) {
      List<BodyFile> unused = files.values().stream().filter(this::isUnused).toList();
      if (bytes(unused) + octets <= diskBytes / UNUSED_SHARE) {
        return true;
      }
      Optional<BodyFile> oldest = unused.stream().filter(BodyFile::mayGo).findFirst();
      if (oldest.isEmpty()) {
        return false;
      }
      abandon(oldest.get());
    }
  }

  private boolean isUnused(BodyFile file) {
    return !file.isProven() || isDead(file);
  }

  private boolean isKnown(KeyHash hash) {
    return index.get(hash.high(), hash.low()).isPresent();
  }

  /// What leads to a body is used as long as that is.
  void used(KeyHash hash) {
    index.use(hash.high(), hash.low());
  }

  /// Nobody finds it any more.
  private boolean isDead(BodyFile file) {
    return file.isGone() || (file.isListed() && !isKnown(file.hash()));
  }

  private int turn(BodyFile file) {
    return isDead(file) ? 0 : file.turn;
  }

  /// The turn of the one that goes first; empty if none may go.
  public OptionalInt oldest() {
    return first().map(it -> OptionalInt.of(turn(it))).orElseGet(OptionalInt::empty);
  }

  private Optional<BodyFile> first() {
    return files.values().stream().filter(BodyFile::mayGo).min(Comparator.comparingInt(this::turn));
  }

  /// Gives up the first, or spares it until the log comes to the present number again.
  public void giveUpOldest(int present) throws IOException {
    Optional<BodyFile> oldest = first();
    boolean spared =
        oldest.filter(it -> it.isUsed() && !isDead(it) && it.turn < present).isPresent();
    if (spared) {
      oldest.orElseThrow().again(present);
    } else if (oldest.isPresent()) {
      abandon(oldest.get());
    }
  }

  /// Deletes everything.
  public void clear() throws IOException {
    for (BodyFile file : List.copyOf(files.values())) {
      abandon(file);
    }
    for (String name : directory.names()) {
      if (number(name).isPresent()) {
        directory.delete(name);
      }
    }
  }
}
