package dev.weir.cache.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.flight.Filling.Kept;
import dev.weir.cache.message.Body;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FillingTest {
  private static final int CHUNK = Body.CHUNK_BYTES;

  private final Room room = new Room(100L * CHUNK);
  private final AtomicInteger woken = new AtomicInteger();

  @Test
  @DisplayName("each reads at his own pace, is woken once when there is more, and sees the end")
  void ownPace() {
    Filling filling = unbounded(10 * CHUNK);
    Filling.Reader quick = filling.reader().orElseThrow();
    Filling.Reader slow = filling.reader().orElseThrow();
    assertThat(quick.next(woken::incrementAndGet)).isEqualTo(new Next.Later());

    append(filling, 0, 1000);
    append(filling, 1000, 5000);

    assertThat(woken).hasValue(1);
    assertThat(readTo(quick, 0)).isEqualTo(6000);
    append(filling, 6000, 2 * CHUNK);
    assertThat(complete(filling)).map(Body::length).contains(6000L + 2 * CHUNK);
    assertThat(readTo(quick, 6000)).isEqualTo(6000 + 2 * CHUNK);
    assertThat(readTo(slow, 0)).isEqualTo(6000 + 2 * CHUNK);
    assertThat(slow.next(woken::incrementAndGet)).isEqualTo(new Next.End());
    assertThat(room.takenBytes()).isZero();
  }

  @Test
  @DisplayName("what breaks off has no end for anybody, however much is unread")
  void brokenOff() {
    Filling filling = unbounded(CHUNK);
    Filling.Reader reader = filling.reader().orElseThrow();
    append(filling, 0, 10);
    filling.breakOff();

    assertThat(reader.next(woken::incrementAndGet)).isEqualTo(new Next.Broken());
    assertThat(filling.reader()).isEmpty();
    assertThat(room.takenBytes()).isZero();
  }

  @Test
  @DisplayName("too long: those who keep up have it to its end, who falls behind has lost it")
  void window() {
    Filling filling = unbounded(2 * CHUNK);
    Filling.Reader keepsUp = filling.reader().orElseThrow();
    Filling.Reader behind = filling.reader().orElseThrow();
    assertThat(append(filling, 0, 2 * CHUNK)).isEqualTo(Kept.YES);
    readTo(keepsUp, 0);
    for (int i = 2; i < 20; i++) {
      assertThat(append(filling, i * CHUNK, CHUNK)).isEqualTo(Kept.TOO_LONG);
      readTo(keepsUp, i * CHUNK);
    }

    assertThat(filling.reader()).isEmpty();
    assertThat(complete(filling)).isEmpty();
    assertThat(keepsUp.next(woken::incrementAndGet)).isEqualTo(new Next.End());
    assertThat(behind.next(woken::incrementAndGet)).isEqualTo(new Next.Broken());
  }

  @Test
  @DisplayName("too long: what the one has not had for whom it is fetched is not lost")
  void payer() {
    Filling filling = unbounded(2 * CHUNK);
    append(filling, 0, 2 * CHUNK);
    Filling.Reader payer = filling.payer(100);
    append(filling, 2 * CHUNK, CHUNK);
    append(filling, 3 * CHUNK, CHUNK);

    assertThat(readTo(payer, 100)).isEqualTo(4 * CHUNK);

    payer.leave();
    assertThat(filling.isRead()).isFalse();
    assertThat(room.takenBytes()).isEqualTo(2 * CHUNK);
    append(filling, 4 * CHUNK, CHUNK);
    assertThat(room.takenBytes()).as("nobody is left").isZero();
  }

  @Test
  @DisplayName("all together are bounded: without room nothing more is kept")
  void noRoom() {
    var small = new Room(CHUNK);
    var one = new Filling(OptionalLong.empty(), 10 * CHUNK, small);
    var other = new Filling(OptionalLong.empty(), 10 * CHUNK, small);
    assertThat(append(one, 0, CHUNK)).isEqualTo(Kept.YES);

    assertThat(append(other, 0, 1)).isEqualTo(Kept.NO_ROOM);

    one.breakOff();
    assertThat(append(other, 1, 1)).as("a gap is not closed").isEqualTo(Kept.NO_ROOM);
    assertThat(small.takenBytes()).isZero();
  }

  @Test
  @DisplayName("nearly whole: three quarters, or little is left; never what says no length")
  void nearlyWhole() {
    var filling = new Filling(OptionalLong.of(10 * CHUNK), 10 * CHUNK, room);
    append(filling, 0, 7 * CHUNK);
    assertThat(filling.isNearlyWhole()).isFalse();
    append(filling, 7 * CHUNK, CHUNK);
    assertThat(filling.isNearlyWhole()).isTrue();
    assertThat(new Filling(OptionalLong.of(CHUNK), CHUNK, room).isNearlyWhole()).isTrue();
    assertThat(unbounded(CHUNK).isNearlyWhole()).isFalse();
  }

  @Test
  @DisplayName("readers on other threads have every octet in order while it comes in odd pieces")
  void threads() throws InterruptedException, ExecutionException {
    int length = 40 * CHUNK + 17;
    var filling = new Filling(OptionalLong.of(length), length, room);
    var pieces = new Random(7);
    var begun = new CountDownLatch(3);
    try (var threads = Executors.newFixedThreadPool(3)) {
      var seen = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 3; i++) {
        Filling.Reader reader = filling.reader().orElseThrow();
        seen.add(threads.submit(() -> readAll(reader, begun)));
      }
      begun.await();
      for (int at = 0; at < length; ) {
        int count = Math.min(1 + pieces.nextInt(50_000), length - at);
        append(filling, at, count);
        at += count;
      }
      Body body = complete(filling).orElseThrow();
      assertThat(body.length()).isEqualTo(length);
      for (Future<Integer> each : seen) {
        assertThat(each.get()).isEqualTo(length);
      }
    }
  }

  private static Optional<Body> complete(Filling filling) {
    var told = new AtomicReference<Optional<Body>>(Optional.empty());
    filling.complete(told::set);
    return told.get();
  }

  private static int readAll(Filling.Reader reader, CountDownLatch begun) {
    var more = new Semaphore(0);
    begun.countDown();
    int at = 0;
    while (true) {
      switch (reader.next(more::release)) {
        case Next.Octets(ByteBuffer octets) -> at = checked(octets, at);
        case Next.Later(), Next.Fetching() -> more.acquireUninterruptibly();
        case Next.End() -> {
          return at;
        }
        case Next.Broken() -> throw new AssertionError("broken at " + at);
      }
    }
  }

  private int readTo(Filling.Reader reader, int from) {
    int at = from;
    while (reader.next(woken::incrementAndGet) instanceof Next.Octets(ByteBuffer octets)) {
      at = checked(octets, at);
    }
    return at;
  }

  private static int checked(ByteBuffer octets, int from) {
    int at = from;
    while (octets.hasRemaining()) {
      if (octets.get() != (byte) (at * 31 + at / CHUNK)) {
        throw new AssertionError("another octet at " + at);
      }
      at++;
    }
    return at;
  }

  private static Kept append(Filling filling, int from, int count) {
    byte[] octets = new byte[count];
    for (int i = 0; i < count; i++) {
      octets[i] = (byte) ((from + i) * 31 + (from + i) / CHUNK);
    }
    return filling.append(ByteBuffer.wrap(octets));
  }

  private Filling unbounded(long bytesMax) {
    return new Filling(OptionalLong.empty(), bytesMax, room);
  }
}
