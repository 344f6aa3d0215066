package dev.weir.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.disk.body.BodyLease;
import dev.weir.cache.disk.body.Piece;
import dev.weir.cache.flight.Beyond;
import dev.weir.cache.flight.Filling;
import dev.weir.cache.flight.Room;
import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Bodies that do not go into memory, as a test puts them on a disk and reads them: those of one
/// number are of the same octets.
final class LongBodies {
  private static final int PIECE = 50_000;

  private final DiskUnderTest node;
  private final Room room = new Room(1L << 30);

  LongBodies(DiskUnderTest node) {
    this.node = node;
  }

  /// One that is coming, and is too long for memory from its first octet on.
  Filling coming(int number, OptionalLong length) {
    CacheKey key = DiskUnderTest.key(number);
    var beyond = new Beyond(0, () -> node.tier.spool(key, length));
    return new Filling(length, Long.MAX_VALUE, room, beyond);
  }

  /// Its octets from one place to another.
  static ByteBuffer octets(int number, long from, int count) {
    var octets = ByteBuffer.allocate(count);
    for (long at = from; at < from + count; at++) {
      octets.put((byte) (at * 31 + at / PIECE + number));
    }
    return octets.flip();
  }

  static Filling.Kept append(Filling to, int number, long from, long end) {
    var kept = Filling.Kept.YES;
    for (long at = from; at < end && kept == Filling.Kept.YES; at += PIECE) {
      kept = to.append(octets(number, at, (int) Math.min(PIECE, end - at)));
    }
    return kept;
  }

  /// Stores one that has come; false if it is not kept.
  boolean keep(int number, long length) {
    Filling filling = coming(number, OptionalLong.of(length));
    append(filling, number, 0, length);
    return finish(number, filling).isPresent();
  }

  Optional<Body> finish(int number, Filling filling) {
    var told = new CompletableFuture<Optional<Body>>();
    filling.complete(told::complete);
    Optional<Body> body = told.orTimeout(30, TimeUnit.SECONDS).join();
    body.ifPresent(it -> {
      StoredResponse page = DiskUnderTest.page(number, 0).withBody(it);
      assertThat(node.memory.put(DiskUnderTest.key(number), page)).isTrue();
      it.release();
    });
    node.written();
    return body;
  }

  /// What memory knows of one.
  Optional<Body> find(int number) {
    return node.memory
        .find(DiskUnderTest.key(number), DiskUnderTest.get(Fields.NONE))
        .map(StoredResponse::body);
  }

  /// How many octets of one are read from a position on until the end or a failure, all of them as
  /// they were written. The lease stays.
  static long read(int number, Body body, long from) {
    long at = from;
    while (at < body.length()) {
      Optional<Piece> piece = piece(body, at);
      if (piece.isEmpty()) {
        return at - from;
      }
      ByteBuffer octets = piece.get().octets().orElseThrow();
      assertThat(octets).isEqualTo(octets(number, at, octets.remaining()));
      at += piece.get().count();
    }
    return at - from;
  }

  static Optional<Piece> piece(Body body, long at) {
    var told = new CompletableFuture<Optional<Piece>>();
    ((BodyLease) body.source()).read(at, body.length(), false, told::complete);
    return told.orTimeout(30, TimeUnit.SECONDS).join();
  }
}
