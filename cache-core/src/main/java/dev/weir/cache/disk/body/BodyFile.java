package dev.weir.cache.disk.body;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.disk.segment.SegmentId;
import dev.weir.cache.message.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One body in a file of its own. It is open while somebody has a lease on it; what is deleted
/// meanwhile stays readable for those who have.
///
/// Leases are for any thread, and never wait for the disk. Everything else is for its threads.
public final class BodyFile implements Body.Outside {
  /// How many blocks are read at once.
  private static final int PIECE_BLOCKS = 4;

  private final BodyFiles files;
  private final SegmentId id;
  private final KeyHash hash;
  private final AtomicInteger leases = new AtomicInteger();
  private volatile boolean gone;
  private volatile boolean used;
  private volatile boolean proven;
  private volatile boolean listed;
  private volatile boolean whole;
  private volatile long bytes;
  private volatile long length;

  /// Guarded by itself: whoever opens or closes the file.
  private final Object opening = new Object();

  private @Nullable OpenBody open;

  /// The number of the log at which it counts as written; for the writer.
  int turn;

  BodyFile(BodyFiles files, SegmentId id, KeyHash hash, long bytes) {
    this.files = files;
    this.id = id;
    this.hash = hash;
    this.turn = id.number();
    this.bytes = bytes;
  }

  int number() {
    return id.number();
  }

  KeyHash hash() {
    return hash;
  }

  /// The octets of the disk that it takes, or will.
  public long bytes() {
    return bytes;
  }

  /// How many octets of the body are written.
  public long length() {
    return length;
  }

  boolean isWhole() {
    return whole;
  }

  /// Whether it was used since it was written.
  boolean isUsed() {
    return used;
  }

  void used() {
    used = true;
    proven = true;
    files.used(hash);
  }

  /// Whether it was ever used, or was here before the process was.
  boolean isProven() {
    return proven;
  }

  /// A key that leads to it is known to the disk, or was.
  void list() {
    listed = true;
  }

  boolean isListed() {
    return listed;
  }

  /// Whether it can be given up.
  boolean mayGo() {
    return whole || gone;
  }

  /// From now on it counts as unused, and as written at this turn.
  void again(int present) {
    used = false;
    turn = present;
  }

  @Override
  public boolean isGone() {
    return gone;
  }

  @Override
  public BodyLease lease() {
    leases.incrementAndGet();
    return new BodyLease(this);
  }

  /// Ends a lease. Who ends the last one does not close the file himself: that may take its time.
  void release() {
    if (leases.decrementAndGet() == 0) {
      files.execute(this::closeUnused);
    }
  }

  /// Makes the file.
  void create() throws IOException {
    synchronized (opening) {
      open = OpenBody.create(files.directory(), name(), id, hash);
    }
  }

  /// It was found at the start, with a body of so many octets.
  void found(long octets) {
    length = octets;
    bytes = BodyForm.fileBytes(octets);
    whole = true;
    proven = true;
    listed = true;
  }

  /// Appends a block. Only the last one is short.
  public void append(byte[] block, int count) throws IOException {
    OpenBody to = opened().orElseThrow(() -> new IOException(name() + " is gone"));
    to.append(block, count);
    length = to.length();
  }

  /// It takes so many octets of the disk.
  public void takes(long octets) {
    bytes = octets;
  }

  /// It will not be finished, and goes when there is an opportunity.
  public void lose() {
    gone = true;
  }

  /// Nothing more comes.
  public void finish() throws IOException {
    opened().orElseThrow(() -> new IOException(name() + " is gone")).finish();
    bytes = BodyForm.fileBytes(length);
    whole = true;
  }

  /// Reads some octets, as [BodyLease#read]. For whoever has a lease.
  public void read(long position, long end, boolean fromFile, Consumer<Optional<Piece>> told) {
    files.execute(() -> told.accept(read(position, end, fromFile)));
  }

  private Optional<Piece> read(long position, long end, boolean fromFile) {
    long piece = (position / BodyForm.BLOCK_BYTES + PIECE_BLOCKS) * BodyForm.BLOCK_BYTES;
    long to = Math.min(Math.min(end, piece), length);
    try {
      Optional<OpenBody> from = opened();
      var file = from.filter(_ -> fromFile).flatMap(it -> it.at(position));
      int count = (int) Math.max(0, to - position);
      Optional<ByteBuffer> copy =
          file.isPresent() ? Optional.empty() : Optional.of(ByteBuffer.allocate(count));
      if (from.isPresent() && count > 0 && from.get().read(position, to, files.room(), copy)) {
        return Optional.of(new Piece(count, file, copy.map(ByteBuffer::flip)));
      }
      gone = true;
      files.trouble().corrupt();
    } catch (IOException e) {
      gone = true;
      files.trouble().failed(e);
    }
    return Optional.empty();
  }

  private Optional<OpenBody> opened() throws IOException {
    synchronized (opening) {
      if (open == null && !gone) {
        open = OpenBody.open(files.directory(), name(), id).orElse(null);
      }
      return Optional.ofNullable(open);
    }
  }

  /// Deletes the file. Whoever has a lease has it still.
  void giveUp() throws IOException {
    try {
      if (leases.get() > 0 && whole) {
        opened();
      }
    } finally {
      gone = true;
      files.directory().delete(name());
      closeUnused();
    }
  }

  private void closeUnused() {
    synchronized (opening) {
      if (leases.get() == 0 && open != null) {
        try {
          open.close();
        } catch (IOException e) {
          files.trouble().failed(e);
        }
        open = null;
      }
    }
  }

  private String name() {
    return BodyFiles.fileName(id.number());
  }
}
