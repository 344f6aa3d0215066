package dev.weir.cache.disk;

import dev.weir.cache.compact.ResponseCodec;
import dev.weir.cache.disk.Recalled.Why;
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
/// `run` tells one life of the process from another ([Life]).
final class Contents implements Iterable<ByteBuffer> {
  private static final int COUNT_MAX = 64;
  private static final int HEAD_BYTES_MAX = 1 << 20;

  private final ByteBuffer heads;
  private final List<Body> bodies;

  private Contents(ByteBuffer heads, List<Body> bodies) {
    this.heads = heads;
    this.bodies = bodies;
  }

  /// What a record of these holds.
  static Contents of(CacheKey key, List<StoredResponse> responses, Life life) {
    var encoded =
        responses.stream().map(it -> ResponseCodec.encode(key, life.written(it))).toList();
    int heads = encoded.stream().mapToInt(head -> head.length).sum();
    var octets = ByteBuffer.allocate(12 + 12 * encoded.size() + heads);
    octets.putLong(life.number()).putInt(encoded.size());
    for (int i = 0; i < encoded.size(); i++) {
      octets.putInt(encoded.get(i).length).putLong(responses.get(i).body().length());
    }
    encoded.forEach(octets::put);
    return new Contents(octets.flip(), responses.stream().map(StoredResponse::body).toList());
  }

  /// How many octets it has.
  long octets() {
    return heads.remaining() + bodies.stream().mapToLong(Body::length).sum();
  }

  /// Reads what a record holds of a key.
  static Recalled read(RecordInput in, CacheKey key, Life life) throws IOException {
    Optional<Heads> heads = Heads.read(in);
    if (heads.isEmpty()) {
      return new Recalled.Nothing(Why.CORRUPT);
    }
    var responses = new ArrayList<StoredResponse>(heads.get().all().size());
    for (ResponseCodec.Decoded head : heads.get().all()) {
      Optional<Body> body = body(in, head.bodyBytes());
      if (body.isEmpty()) {
        return new Recalled.Nothing(Why.CORRUPT);
      }
      responses.add(life.read(head.response().withBody(body.get()), heads.get().run()));
    }
    if (!in.isSound()) {
      return new Recalled.Nothing(Why.CORRUPT);
    }
    return heads.get().all().stream().allMatch(head -> head.key().equals(key))
        ? new Recalled.Found(responses)
        : new Recalled.Nothing(Why.OTHER_URL);
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
  record Heads(long run, List<ResponseCodec.Decoded> all) {
    /// Keeps a copy.
    Heads {
      all = List.copyOf(all);
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
      for (int i = 0; i < count && lengths.remaining() >= 12; i++) {
        int length = lengths.getInt();
        long bodyBytes = lengths.getLong();
        boolean sensible = length > 0 && length <= HEAD_BYTES_MAX;
        byte[] octets = sensible ? in.take(length) : new byte[0];
        ResponseCodec.decode(octets, 0, octets.length)
            .filter(head -> head.bodyBytes() == bodyBytes)
            .ifPresent(heads::add);
      }
      return heads.size() == count
          ? Optional.of(new Heads(start.getLong(0), heads))
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
