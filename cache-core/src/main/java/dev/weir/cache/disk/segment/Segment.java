package dev.weir.cache.disk.segment;

import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.disk.file.StoredFile;
import dev.weir.cache.disk.index.Location;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/// One file of records, written from its beginning to its end and deleted as a whole.
///
/// ```
/// head │ record │ record │ … │ list of the records │ tail
/// ```
///
/// List and tail are written when it is full; without them its records are found by their heads,
/// from the first on, up to the first that is not whole. Written by one thread, read by any.
public final class Segment {
  /// The longest one.
  public static final int BYTES_MAX = 1 << 28;

  /// The octets before its first record.
  public static final int HEAD_BYTES = 32;

  /// The octets behind the list.
  static final int TAIL_BYTES = 24;

  private static final long HEAD_MAGIC = 0x574549525345474dL; // WEIRSEGM
  private static final long TAIL_MAGIC = 0x574549525441494cL; // WEIRTAIL

  private final SegmentId id;
  private final StoredFile file;
  private final AtomicInteger users = new AtomicInteger(1);
  private Optional<Entries> entries;
  private int end;
  private volatile long fileBytes;

  private Segment(SegmentId id, StoredFile file, Optional<Entries> entries, int end, long bytes) {
    this.id = id;
    this.file = file;
    this.entries = entries;
    this.end = end;
    this.fileBytes = bytes;
  }

  /// Makes a file for a new segment.
  public static Segment create(Directory directory, SegmentId id) throws IOException {
    StoredFile file = directory.open(id.fileName());
    try {
      file.truncate(0);
      var head = ByteBuffer.allocate(HEAD_BYTES);
      head.putLong(HEAD_MAGIC).putInt(DiskHead.VERSION).putInt(id.number()).putLong(id.disk());
      head.putInt(0).putInt(Checksum.of(head, 0, HEAD_BYTES - 4, id, 0)).flip();
      file.write(head, 0);
    } catch (IOException e) {
      file.close();
      throw e;
    }
    return new Segment(id, file, Optional.of(new Entries()), HEAD_BYTES, HEAD_BYTES);
  }

  /// Opens a segment's file and tells what is in it. Empty if it is no segment of this disk.
  public static Optional<Segment> open(Directory directory, SegmentId id, Entries.Visitor visitor)
      throws IOException {
    StoredFile file = directory.open(id.fileName());
    try {
      long size = file.size();
      if (size > 2L * BYTES_MAX || !hasHead(file, id)) {
        file.close();
        return Optional.empty();
      }
      Optional<ByteBuffer> list = list(file, id, size);
      if (list.isPresent()) {
        Entries.decode(list.get(), id.number(), visitor);
        return Optional.of(new Segment(id, file, Optional.empty(), (int) size, size));
      }
      var found = new Entries();
      int end = scan(file, id, size, found);
      found.visit(id.number(), visitor);
      return Optional.of(new Segment(id, file, Optional.of(found), end, size));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static boolean hasHead(StoredFile file, SegmentId id) throws IOException {
    var head = ByteBuffer.allocate(HEAD_BYTES);
    return file.read(head, 0) == HEAD_BYTES
        && head.getLong(0) == HEAD_MAGIC
        && head.getInt(8) == DiskHead.VERSION
        && head.getInt(HEAD_BYTES - 4) == Checksum.of(head, 0, HEAD_BYTES - 4, id, 0);
  }

  private static Optional<ByteBuffer> list(StoredFile file, SegmentId id, long size)
      throws IOException {
    int at = (int) size - TAIL_BYTES;
    var tail = ByteBuffer.allocate(TAIL_BYTES);
    if (at < HEAD_BYTES
        || file.read(tail, at) != TAIL_BYTES
        || tail.getLong(0) != TAIL_MAGIC
        || tail.getInt(20) != Checksum.of(tail, 0, 20, id, at)) {
      return Optional.empty();
    }
    int octets = tail.getInt(8);
    if (octets < 0 || octets > at - HEAD_BYTES) {
      return Optional.empty();
    }
    var list = ByteBuffer.allocate(octets);
    file.read(list, at - octets);
    list.flip();
    return list.remaining() == octets
            && tail.getInt(12) == Checksum.of(list, 0, octets, id, at - octets)
        ? Optional.of(list)
        : Optional.empty();
  }

  /// Finds the records by their heads.
  ///
  /// @return where the next one belongs
  private static int scan(StoredFile file, SegmentId id, long size, Entries found)
      throws IOException {
    var window = ByteBuffer.allocateDirect(1 << 16);
    window.limit(0);
    long from = 0;
    int at = HEAD_BYTES;
    while (at + RecordHead.BYTES <= size) {
      if (at + RecordHead.BYTES > from + window.limit()) {
        from = at;
        window.clear();
        file.read(window, from);
        window.flip();
      }
      Optional<RecordHead> head =
          window.limit() < RecordHead.BYTES
              ? Optional.empty()
              : RecordHead.decode(window, (int) (at - from), id, at);
      if (head.isEmpty() || at + (long) head.get().recordBytes() > size) {
        break;
      }
      found.add(head.get(), at);
      at += head.get().recordBytes();
    }
    return at;
  }

  /// Whether a record of so many octets goes in, when the whole is to be no longer than `most`.
  public boolean fits(int payloadBytes, int most) {
    long list = entries.map(Entries::octets).orElse(0) + (long) Entries.ENTRY_BYTES + TAIL_BYTES;
    return entries.isPresent() && end + RecordHead.BYTES + (long) payloadBytes + list <= most;
  }

  /// Appends an object. After a failure nothing of it is there.
  ///
  /// @param staging for what is written at once
  public Location append(long high, long low, Iterable<ByteBuffer> payload, ByteBuffer staging)
      throws IOException {
    var crc = new CRC32C();
    long octets = 0;
    for (ByteBuffer piece : payload) {
      octets += piece.remaining();
      crc.update(piece.duplicate());
    }
    var head = new RecordHead(high, low, Math.toIntExact(octets), (int) crc.getValue());
    write(head, payload, staging);
    return new Location(id.number(), end - head.recordBytes(), head.recordBytes());
  }

  /// Appends that what was known under a key is forgotten.
  public void forget(long high, long low, ByteBuffer staging) throws IOException {
    write(RecordHead.forgotten(high, low), java.util.List.of(), staging);
  }

  private void write(RecordHead head, Iterable<ByteBuffer> payload, ByteBuffer staging)
      throws IOException {
    var out = new Staging(file, staging, end);
    var room = out.room(RecordHead.BYTES);
    head.encode(room, id, end);
    for (ByteBuffer piece : payload) {
      out.put(piece.duplicate());
    }
    out.flush();
    entries.orElseThrow(() -> new IllegalStateException("sealed")).add(head, end);
    end += head.recordBytes();
    fileBytes = Math.max(fileBytes, end);
  }

  /// Appends the list; from now on nothing is appended.
  public void seal(ByteBuffer staging) throws IOException {
    if (entries.isEmpty()) {
      return;
    }
    Entries all = entries.get();
    var list = ByteBuffer.allocate(all.octets());
    all.encode(0, list);
    list.flip();
    int at = end + list.remaining();
    var tail = ByteBuffer.allocate(TAIL_BYTES);
    tail.putLong(TAIL_MAGIC).putInt(list.remaining());
    tail.putInt(Checksum.of(list, 0, list.remaining(), id, end)).putInt(0);
    tail.putInt(Checksum.of(tail, 0, 20, id, at)).flip();
    var out = new Staging(file, staging, end);
    out.put(list);
    out.put(tail);
    out.flush();
    fileBytes = (long) at + TAIL_BYTES;
    file.truncate(fileBytes);
    entries = Optional.empty();
  }

  /// Has the device keep what was written.
  public void force() throws IOException {
    file.force();
  }

  /// Tells what is in it, from the file where it is sealed.
  public void visit(Entries.Visitor visitor) throws IOException {
    if (entries.isPresent()) {
      entries.get().visit(id.number(), visitor);
    } else {
      list(file, id, fileBytes).ifPresent(list -> Entries.decode(list, id.number(), visitor));
    }
  }

  /// The payload of a record; empty if there is none of this hash.
  public Optional<RecordInput> read(long high, long low, Location at, ByteBuffer staging)
      throws IOException {
    staging.clear().limit(Math.min(staging.capacity(), at.length()));
    int octets = file.read(staging, at.offset());
    staging.flip();
    if (octets < RecordHead.BYTES) {
      return Optional.empty();
    }
    return RecordHead.decode(staging, 0, id, at.offset())
        .filter(head -> head.high() == high && head.low() == low)
        .filter(head -> head.recordBytes() == at.length())
        .map(head -> new RecordInput(file, head, at.offset(), staging));
  }

  /// Takes part in its use, so that it stays open. False if it is closed.
  public boolean use() {
    return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
  }

  /// Ends one use; whoever opened it ends it with this, too. The last one closes it.
  public void release() throws IOException {
    if (users.decrementAndGet() == 0) {
      file.close();
    }
  }

  /// Which it is.
  public SegmentId id() {
    return id;
  }

  /// Where the next record belongs.
  public int end() {
    return end;
  }

  /// The octets of its file.
  public long fileBytes() {
    return fileBytes;
  }
}
