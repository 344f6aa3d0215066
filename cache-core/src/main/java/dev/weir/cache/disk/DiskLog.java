package dev.weir.cache.disk;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.disk.body.BodyFile;
import dev.weir.cache.disk.body.BodyFiles;
import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.disk.index.DiskIndex;
import dev.weir.cache.disk.index.Location;
import dev.weir.cache.disk.life.Life;
import dev.weir.cache.disk.segment.Entries;
import dev.weir.cache.disk.segment.RecordInput;
import dev.weir.cache.disk.segment.Segment;
import dev.weir.cache.disk.segment.SegmentId;
import dev.weir.cache.message.Fields;
import dev.weir.cache.rule.CacheKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The segments of one disk, as one log: written at its end, given up at its beginning. What was
/// used since it was written is carried on to the end, up to a quarter of each segment.
///
/// [#read] is for any thread, everything else for one.
final class DiskLog {
  private static final int SEGMENTS_LEAST = 16;
  private static final int STAGING_BYTES = 1 << 18;

  private final Directory directory;
  private final long disk;
  private final long bytesMax;
  private final int segmentBytes;
  private final DiskIndex index;
  private final Bans bans;
  private final BodyFiles bodies;
  private final ConcurrentSkipListMap<Integer, Segment> segments = new ConcurrentSkipListMap<>();
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);
  private Optional<Segment> open = Optional.empty();
  private int last;
  private final AtomicInteger rolls = new AtomicInteger();

  DiskLog(
      Directory directory, long disk, long bytesMax, DiskIndex index, Bans bans, BodyFiles bodies) {
    this.directory = directory;
    this.disk = disk;
    this.bytesMax = bytesMax;
    this.segmentBytes = (int) Math.min(Segment.BYTES_MAX, bytesMax / SEGMENTS_LEAST);
    this.index = index;
    this.bans = bans;
    this.bodies = bodies;
  }

  /// Fills the index from what is there. A segment that was being written when the process ended
  /// goes no further; what is no segment of this disk is deleted.
  void recover() throws IOException {
    List<Integer> numbers =
        directory.names().stream()
            .map(SegmentId::number)
            .filter(OptionalInt::isPresent)
            .map(OptionalInt::getAsInt)
            .sorted(Integer::compareUnsigned)
            .toList();
    for (int number : numbers) {
      var id = new SegmentId(disk, number);
      Optional<Segment> found = Segment.open(directory, id, filling());
      if (found.isEmpty()) {
        directory.delete(id.fileName());
      } else {
        segments.put(number, found.get());
        last = number;
      }
      if (segments.size() == 1) {
        index.expect(index.count() * numbers.size());
      }
    }
    for (Segment segment : segments.values()) {
      segment.seal(staging);
    }
    int body = bodies.recover();
    last = Math.max(last, body);
  }

  private Entries.Visitor filling() {
    return new Entries.Visitor() {
      @Override
      public void object(long high, long low, Location at) {
        index.put(high, low, at);
      }

      @Override
      public void forgotten(long high, long low) {
        index.remove(high, low);
      }
    };
  }

  /// Appends an object, and leaves it to the caller to put it into the index.
  Location append(KeyHash hash, Iterable<ByteBuffer> contents, int octets) throws IOException {
    return room(octets).append(hash.high(), hash.low(), contents, staging);
  }

  /// Appends that what was known under a hash is forgotten.
  void forget(KeyHash hash) throws IOException {
    room(0).forget(hash.high(), hash.low(), staging);
  }

  /// The most octets of contents that are taken.
  int contentsBytesMax() {
    return segmentBytes / 2;
  }

  /// The bodies that have files of their own.
  BodyFiles bodies() {
    return bodies;
  }

  /// Begins one that takes so many octets of the disk; empty if too much is being written.
  Optional<BodyFile> body(KeyHash hash, long bytes) throws IOException {
    if (!bodies.makeRoomForNew(bytes)) {
      return Optional.empty();
    }
    reclaim(bytes + 2L * segmentBytes, open);
    return Optional.of(bodies.create(++last, hash, bytes));
  }

  /// Has one take so many octets of the disk, in steps; false if too much is being written.
  boolean takes(BodyFile file, long bytes, long step) throws IOException {
    long more = bytes <= file.bytes() ? 0 : Math.max(step, bytes - file.bytes());
    if (more > 0) {
      if (!bodies.makeRoomForNew(more)) {
        return false;
      }
      reclaim(more + 2L * segmentBytes, open);
      file.takes(file.bytes() + more);
    }
    return true;
  }

  private Segment room(int octets) throws IOException {
    if (open.isPresent() && open.get().fits(octets, segmentBytes)) {
      return open.get();
    }
    if (open.isPresent()) {
      open.get().seal(staging);
      open = Optional.empty();
    }
    return roll();
  }

  /// Begins a segment. One more than that always fits, so that the oldest can be carried on before
  /// it is deleted.
  private Segment roll() throws IOException {
    reclaim(segmentBytes, Optional.empty());
    var begun = Segment.create(directory, new SegmentId(disk, last + 1));
    last++;
    segments.put(last, begun);
    open = Optional.of(begun);
    rolls.incrementAndGet();
    reclaim(2L * segmentBytes, open);
    return begun;
  }

  /// Gives up the oldest segments and bodies until so many octets are free.
  private void reclaim(long free, Optional<Segment> to) throws IOException {
    while (fileBytes() + free > bytesMax) {
      Optional<Segment> oldest =
          Optional.ofNullable(segments.firstEntry())
              .map(Map.Entry::getValue)
              .filter(it -> to.isEmpty() || it != to.get());
      OptionalInt body = bodies.oldest();
      if (body.isPresent() && (oldest.isEmpty() || body.getAsInt() <= oldest.get().id().number())) {
        bodies.giveUpOldest(last);
      } else if (oldest.isPresent()) {
        giveUp(oldest.get(), to);
      } else {
        return;
      }
    }
  }

  private void giveUp(Segment oldest, Optional<Segment> to) throws IOException {
    var carrying = new Carrying(oldest, to);
    oldest.visit(carrying);
    carrying.finish();
    directory.delete(oldest.id().fileName());
    segments.remove(oldest.id().number());
    oldest.release();
    bans.begins(begin());
  }

  /// Where the log begins.
  private long begin() {
    return segments.isEmpty() ? end() : new Location(segments.firstKey(), 0, 0).order();
  }

  /// Where the next record belongs, or a place before it that has none.
  long end() {
    return open.map(it -> new Location(it.id().number(), it.end(), 0).order())
        .orElseGet(() -> new Location(last + 1, 0, 0).order());
  }

  /// Deletes everything.
  void clear() throws IOException {
    index.clear();
    open = Optional.empty();
    for (Segment segment : List.copyOf(segments.values())) {
      directory.delete(segment.id().fileName());
      segments.remove(segment.id().number());
      segment.release();
    }
    bodies.clear();
    for (String name : directory.names()) {
      if (SegmentId.number(name).isPresent()) {
        last = Math.max(last, SegmentId.number(name).getAsInt());
        directory.delete(name);
      }
    }
  }

  /// Has the disk keep what was written.
  void force() throws IOException {
    if (open.isPresent()) {
      open.get().force();
    }
  }

  /// Finishes the segment that is being written, so that it need not be scanned.
  void close() throws IOException {
    if (open.isPresent()) {
      open.get().seal(staging);
    }
    release();
  }

  /// Lets go of the files as they are.
  void release() throws IOException {
    open = Optional.empty();
    for (Segment segment : segments.values()) {
      segment.release();
    }
    segments.clear();
  }

  /// The octets of all segments and bodies.
  long fileBytes() {
    return bodies.bytes() + segments.values().stream().mapToLong(Segment::fileBytes).sum();
  }

  /// How many segments have been begun.
  int rolls() {
    return rolls.get();
  }

  /// How many segments are begun while all that is stored is given up once.
  int turn() {
    return (int) Math.max(1, bytesMax / segmentBytes);
  }

  /// What is stored under a key, as used from now on.
  Recalled read(KeyHash hash, CacheKey key, Life life, ByteBuffer room) throws IOException {
    Optional<Location> found = index.get(hash.high(), hash.low());
    if (found.isEmpty()) {
      return new Recalled.Nothing(Recalled.Why.GONE);
    }
    Location at = found.get();
    Recalled recalled = bans.coversAll(at.order()) ? PURGED : read(hash, key, life, at, room);
    if (recalled instanceof Recalled.Found(var responses)) {
      for (var response : responses) {
        if (bans.covers(at.order(), key, response.head().fields())) {
          recalled = PURGED;
        }
      }
    }
    if (recalled instanceof Recalled.Found) {
      index.use(hash.high(), hash.low());
    } else {
      index.remove(hash.high(), hash.low(), at);
    }
    return recalled;
  }

  private static final Recalled PURGED = new Recalled.Nothing(Recalled.Why.PURGED);

  private Recalled read(KeyHash hash, CacheKey key, Life life, Location at, ByteBuffer room)
      throws IOException {
    Segment segment = segments.get(at.segment());
    if (segment == null || !segment.use()) {
      return new Recalled.Nothing(Recalled.Why.GONE);
    }
    try {
      Optional<RecordInput> input = segment.read(hash.high(), hash.low(), at, room);
      return input.isPresent()
          ? Contents.read(input.get(), hash, key, new Contents.Origins(life, bodies))
          : new Recalled.Nothing(Recalled.Why.CORRUPT);
    } finally {
      segment.release();
    }
  }

  /// Looks at what is in the oldest segment: the rest of it is forgotten.
  private final class Carrying implements Entries.Visitor {
    private final Segment from;
    private final Optional<Segment> to;
    private final ConcurrentSkipListMap<Integer, Map.Entry<KeyHash, Location>> used =
        new ConcurrentSkipListMap<>();
    private long octets;

    Carrying(Segment from, Optional<Segment> to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public void object(long high, long low, Location at) {
      boolean carried =
          to.isPresent() && octets + at.length() <= segmentBytes / 4 && index.isUsed(high, low, at);
      if (carried) {
        octets += at.length();
        used.put(at.offset(), Map.entry(new KeyHash(high, low), at));
      } else {
        index.remove(high, low, at);
      }
    }

    @Override
    public void forgotten(long high, long low) {}

    void finish() throws IOException {
      for (Map.Entry<KeyHash, Location> entry : used.values()) {
        carry(entry.getKey(), entry.getValue());
      }
    }

    /// Copies a record that is sound and that no order means.
    private void carry(KeyHash hash, Location at) throws IOException {
      var octets = copy(hash, at);
      Segment target = to.orElseThrow();
      if (octets.isEmpty() || !target.fits(octets.get().length, segmentBytes)) {
        index.remove(hash.high(), hash.low(), at);
        return;
      }
      var pieces = List.of(ByteBuffer.wrap(octets.get()));
      Location now = target.append(hash.high(), hash.low(), pieces, staging);
      index.move(hash.high(), hash.low(), at, now);
    }

    private Optional<byte[]> copy(KeyHash hash, Location at) {
      try {
        var room = ByteBuffer.allocate(1 << 16);
        Optional<RecordInput> input = from.read(hash.high(), hash.low(), at, room);
        byte[] octets = input.isPresent() ? input.get().take(input.get().left()) : new byte[0];
        return input.filter(RecordInput::isSound).isPresent() && !isBanned(hash, at, room)
            ? Optional.of(octets)
            : Optional.empty();
      } catch (IOException e) {
        return Optional.empty(); // what cannot be read is not carried on
      }
    }

    private boolean isBanned(KeyHash hash, Location at, ByteBuffer room) throws IOException {
      if (bans.count() == 0 && !bans.coversAll(at.order())) {
        return false;
      }
      Optional<RecordInput> again = from.read(hash.high(), hash.low(), at, room);
      Optional<Contents.Heads> heads =
          again.isPresent() ? Contents.Heads.read(again.get()) : Optional.empty();
      return heads.isEmpty()
          || heads.get().all().stream()
              .anyMatch(head -> {
                Fields fields = head.response().head().fields();
                return bans.covers(at.order(), head.key(), fields);
              });
    }
  }
}
