package dev.weir.cache.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.flight.Filling.Kept;
import dev.weir.cache.message.Body;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Bodies that go to a disk while they come, which writes when the test says so.
class SpooledFillingTest {
  private static final int CHUNK = Body.CHUNK_BYTES;
  private static final int WAITING_CHUNKS = 16;

  private final Room room = new Room(4L * WAITING_CHUNKS * CHUNK);
  private final Disk disk = new Disk();
  private final AtomicInteger woken = new AtomicInteger();

  @Test
  @DisplayName("the fetch waits for the disk at a bound, and goes on when half of it is written")
  void waits() {
    Filling filling = coming();
    append(filling, WAITING_CHUNKS - 1);
    assertThat(filling.waits(woken::incrementAndGet)).isFalse();
    append(filling, 1);
    assertThat(filling.waits(woken::incrementAndGet)).isTrue();
    disk.write(WAITING_CHUNKS / 2);
    assertThat(woken).hasValue(0);
    disk.write(1);
    assertThat(woken).hasValue(1);
    assertThat(filling.waits(woken::incrementAndGet)).isFalse();
  }

  @Test
  @DisplayName("what is written leaves memory, but for the last of it, and is read back from there")
  void readBack() {
    Filling filling = coming();
    Filling.Reader slow = filling.reader().orElseThrow();
    for (int i = 0; i < 100; i++) {
      append(filling, 1);
      disk.write(1);
    }
    assertThat(room.takenBytes()).isLessThanOrEqualTo(Filling.RECENT_BYTES);
    assertThat(read(slow)).isEqualTo(100);
    assertThat(slow.next(woken::incrementAndGet)).isEqualTo(new Next.Later());
    assertThat(disk.reads).isPositive();
  }

  @Test
  @DisplayName("no client waits for the disk: then it is kept no more, and its readers go on")
  void goesOnWithout() {
    Filling filling = coming();
    Filling.Reader reader = filling.reader().orElseThrow();
    append(filling, WAITING_CHUNKS);
    filling.goOnWithout();

    assertThat(disk.stopped).containsExactly(true);
    assertThat(filling.isKept()).isFalse();
    assertThat(read(reader)).isEqualTo(WAITING_CHUNKS);
    assertThat(append(filling, 1)).isEqualTo(Kept.TOO_SLOW);
    assertThat(reader.next(woken::incrementAndGet)).isInstanceOf(Next.Octets.class);
    assertThat(disk.released).isZero();
    reader.leave();
    assertThat(disk.released).isEqualTo(1);
  }

  @Test
  @DisplayName("a disk that fails: who has part of it from there is not broken off before he must")
  void fails() {
    Filling filling = coming();
    Filling.Reader payer = filling.payer(0);
    for (int i = 0; i < 40; i++) {
      append(filling, 1);
      disk.write(1);
    }
    disk.watch.failed();
    assertThat(append(filling, 1)).isEqualTo(Kept.NO_ROOM);
    assertThat(read(payer)).isEqualTo(41);

    disk.readsFail = true;
    Filling.Reader other = filling.payer(0);
    assertThat(other.next(woken::incrementAndGet)).isEqualTo(new Next.Fetching());
    assertThat(other.next(woken::incrementAndGet)).isEqualTo(new Next.Broken());
  }

  @Test
  @DisplayName("it is whole once the disk has it all; what breaks off leaves nothing")
  void whole() {
    Filling filling = coming();
    append(filling, 3);
    var told = new ArrayList<Optional<Body>>();
    filling.append(ByteBuffer.allocate(5));
    filling.complete(told::add);
    assertThat(told).isEmpty();
    disk.write(4);
    disk.finish();
    assertThat(told).hasSize(1);
    assertThat(disk.released).isEqualTo(1);
    assertThat(room.takenBytes()).isZero();

    Filling broken = coming();
    append(broken, 3);
    broken.breakOff();
    assertThat(disk.stopped).containsExactly(false);
    assertThat(disk.released).isEqualTo(2);
    assertThat(room.takenBytes()).isZero();
  }

  @Test
  @DisplayName("a disk that fails when all has come, and is not written yet, is let go of, too")
  void failsLate() {
    Filling filling = coming();
    append(filling, 3);
    filling.complete(_ -> {});
    disk.watch.failed();
    assertThat(disk.released).isEqualTo(1);
    assertThat(room.takenBytes()).isZero();
  }

  @Test
  @DisplayName("one that says no length goes to the disk when it is too long for memory")
  void late() {
    var filling =
        new Filling(OptionalLong.empty(), 1L << 30, room, new Beyond(10L * CHUNK, this::disk));
    append(filling, 10);
    assertThat(disk.chunks).isEmpty();
    append(filling, 1);
    assertThat(disk.chunks).hasSize(11);
    assertThat(append(new Filling(OptionalLong.empty(), 1L << 30, room, none()), 11))
        .isEqualTo(Kept.TOO_LONG);
  }

  private Optional<Spool> disk() {
    return Optional.of(disk);
  }

  private static Beyond none() {
    return new Beyond(10L * CHUNK, Optional::empty);
  }

  private Filling coming() {
    return new Filling(OptionalLong.empty(), 1L << 30, room, new Beyond(0, this::disk));
  }

  private int sent;

  /// Each chunk is full of its number.
  private Kept append(Filling to, int chunks) {
    var kept = Kept.YES;
    for (int i = 0; i < chunks; i++) {
      var chunk = new byte[CHUNK];
      Arrays.fill(chunk, (byte) sent++);
      kept = to.append(ByteBuffer.wrap(chunk));
    }
    return kept;
  }

  /// How many chunks there are to read, in their order.
  private int read(Filling.Reader reader) {
    int chunks = 0;
    while (true) {
      switch (reader.next(woken::incrementAndGet)) {
        case Next.Octets(ByteBuffer octets) -> {
          assertThat(octets.remaining()).isEqualTo(CHUNK);
          assertThat(octets.get()).isEqualTo((byte) chunks++);
        }
        case Next.Fetching() -> {}
        case Next.Later(), Next.End(), Next.Broken() -> {
          return chunks;
        }
      }
    }
  }

  /// A disk in memory.
  private static final class Disk implements Spool {
    private final List<byte[]> chunks = new ArrayList<>();
    private final List<Boolean> stopped = new ArrayList<>();
    private final List<Consumer<Optional<Body>>> finished = new ArrayList<>();
    private Watch watch =
        new Watch() {
          @Override
          public void written(long octets) {}

          @Override
          public void failed() {}
        };
    private long written;
    private int reads;
    private int released;
    private boolean readsFail;

    void write(int count) {
      for (int i = 0; i < count; i++) {
        written += CHUNK;
        watch.written(written);
      }
    }

    void finish() {
      finished.removeFirst().accept(Optional.of(Body.EMPTY));
    }

    @Override
    public void watch(Watch told) {
      watch = told;
    }

    @Override
    public void append(byte[] chunk, int count) {
      chunks.add(chunk);
    }

    @Override
    public void finish(Consumer<Optional<Body>> told) {
      finished.add(told);
    }

    @Override
    public void read(long position, Consumer<Optional<ByteBuffer>> told) {
      reads++;
      int at = (int) (position / CHUNK);
      told.accept(readsFail ? Optional.empty() : Optional.of(ByteBuffer.wrap(chunks.get(at))));
    }

    @Override
    public void stop(boolean tooSlow) {
      stopped.add(tooSlow);
    }

    @Override
    public void release() {
      released++;
    }
  }
}
