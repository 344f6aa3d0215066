package dev.weir.cache.disk;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.compact.ResponseCodec;
import dev.weir.cache.disk.Recalled.Why;
import dev.weir.cache.disk.body.BodyFiles;
import dev.weir.cache.disk.body.BodyLease;
import dev.weir.cache.disk.life.Life;
import dev.weir.cache.disk.segment.RecordInput;
import dev.weir.cache.message.Body;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// What a record holds: all that is stored under one key, newest first.
///
/// ```
/// run 8 │ count 4 │ (length of head 4, length of body 8) × count │ heads │ bodies
/// ```
///
/// `run` tells one life of the process from another ([Life]). A body that has a file of its own is
/// not among the bodies: in the place of its length stands the number of that, and the highest bit.
final class Contents implements Iterable<ByteBuffer> {
  private static final int COUNT_MAX = 64;
  private static final int HEAD_BYTES_MAX = 1 << 20;
  private static final long OUTSIDE = Long.MIN_VALUE;

  /// What a record is read with: the present life, and what lies in files of its own.
  record Origins(Life life, BodyFiles bodies) {}

  private final ByteBuffer heads;
  private final List<Body> bodies;
  private final List<BodyLease> files;

  private Contents(ByteBuffer heads, List<Body> bodies, List<BodyLease> files) {
    this.heads = heads;
    this.bodies = bodies;
    this.files = files;
  }

  /// What a record of these holds.
  static Contents of(CacheKey key, List<StoredResponse> responses, Life life) {
    var encoded =
        responses.stream().map(it -> ResponseCodec.encode(key, life.written(it))).toList();
    int heads = encoded.stream().mapToInt(head -> head.length).sum();
    var octets = ByteBuffer.allocate(12 + 12 * encoded.size() + heads);
    octets.putLong(life.number()).putInt(encoded.size());
    for (int i = 0; i < encoded.size(); i++) {
      octets.putInt(encoded.get(i).length).putLong(where(responses.get(i).body()));
    }
    encoded.forEach(octets::put);
    List<Body> bodies = responses.stream().map(StoredResponse::body).toList();
    return new Contents(
        octets.flip(),
        bodies.stream().filter(it -> where(it) >= 0).toList(),
        bodies.stream()
            .map(Body::source)
            .filter(BodyLease.class::isInstance)
            .map(BodyLease.class::cast)
            .toList());
  }

  private static long where(Body body) {
    return body.source() instanceof BodyLease lease ? OUTSIDE | lease.number() : body.length();
  }

  /// The disk knows a key that leads to all of it.
  void list() {
    files.forEach(BodyLease::list);
  }

  /// How many octets it has.
  long octets() {
    return heads.remaining() + bodies.stream().mapToLong(Body::length).sum();
  }

  /// Reads what a record holds of a key.
  static Recalled read(RecordInput in, KeyHash hash, CacheKey key, Origins from)
      throws IOException {
    Optional<Heads> heads = Heads.read(in);
    if (heads.isEmpty()) {
      return new Recalled.Nothing(Why.CORRUPT);
    }
    var responses = new ArrayList<StoredResponse>(heads.get().all().size());
    for (int i = 0; i < heads.get().all().size(); i++) {
      ResponseCodec.Decoded head = heads.get().all().get(i);
      long where = heads.get().where().get(i);
      Optional<Body> body =
          where < 0
              ? outside(from.bodies(), (int) where, hash, head.bodyBytes())
              : body(in, head.bodyBytes());
      if (body.isEmpty()) {
        responses.forEach(it -> it.body().release());
        return new Recalled.Nothing(where < 0 ? Why.GONE : Why.CORRUPT);
      }
      responses.add(from.life().read(head.response().withBody(body.get()), heads.get().run()));
    }
    if (!in.isSound()) {
      return new Recalled.Nothing(Why.CORRUPT);
    }
    return heads.get().all().stream().allMatch(head -> head.key().equals(key))
        ? new Recalled.Found(responses)
        : new Recalled.Nothing(Why.OTHER_URL);
  }

  private static Optional<Body> outside(BodyFiles bodies, int file, KeyHash hash, long length) {
    return bodies.find(file, hash, length).map(it -> new Body(it.lease(), length));
  }

  private static Optional<Body> body(RecordInput in, long length) throws IOException {
    if (length < 0 || length > in.left()) {
      return Optional.empty();
    }
    var body = new Body.Collector(length);
    for (long missing = length; missing > 0; ) {
      ByteBuffer piece = in.next((int) Math.min(missing, Body.CHUNK_BYTES));
      if (!piece.hasRemaining()) {
        return Optional.empty();
      }
      missing -= piece.remaining();
      body.append(piece);
    }
    return Optional.of(body.finish());
  }

  /// What stands before the bodies.
  ///
  /// @param where the length of each body, or where it is instead
  record Heads(long run, List<ResponseCodec.Decoded> all, List<Long> where) {
    /// Keeps a copy.
    Heads {
      all = List.copyOf(all);
      where = List.copyOf(where);
    }

    /// Reads it; empty if it is none.
    static Optional<Heads> read(RecordInput in) throws IOException {
      var start = ByteBuffer.wrap(in.take(12));
      int count = start.remaining() < 12 ? 0 : start.getInt(8);
      if (count < 1 || count > COUNT_MAX) {
        return Optional.empty();
      }
      var lengths = ByteBuffer.wrap(in.take(12 * count));
      var heads = new ArrayList<ResponseCodec.Decoded>(count);
      var where = new ArrayList<Long>(count);
      for (int i = 0; i < count && lengths.remaining() >= 12; i++) {
        int length = lengths.getInt();
        long bodyBytes = lengths.getLong();
        boolean sensible = length > 0 && length <= HEAD_BYTES_MAX;
        byte[] octets = sensible ? in.take(length) : new byte[0];
        ResponseCodec.decode(octets, 0, octets.length)
            .filter(head -> head.bodyBytes() == bodyBytes || bodyBytes < 0)
            .ifPresent(heads::add);
        where.add(bodyBytes);
      }
      return heads.size() == count
          ? Optional.of(new Heads(start.getLong(0), heads, where))
          : Optional.empty();
    }
  }

  @Override
  public Iterator<ByteBuffer> iterator() {
    return new Iterator<>() {
      private boolean headsGiven;
      private int body;
      private long position;

      @Override
      public boolean hasNext() {
        while (body < bodies.size() && position == bodies.get(body).length()) {
          body++;
          position = 0;
        }
        return !headsGiven || body < bodies.size();
      }

      @Override
      public ByteBuffer next() {
        if (!headsGiven) {
          headsGiven = true;
          return heads.duplicate();
        }
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Body all = bodies.get(body);
        ByteBuffer piece = all.view(position, all.length());
        position += piece.remaining();
        return piece;
      }
    };
  }
}
