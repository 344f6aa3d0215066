package dev.weir.cache.disk;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.disk.DiskCounts.Refused;
import dev.weir.cache.disk.body.BodyFile;
import dev.weir.cache.disk.body.BodyFiles;
import dev.weir.cache.disk.body.BodyLease;
import dev.weir.cache.flight.Spool;
import dev.weir.cache.message.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A body on its way into a file of its own: steps, which the writer of a disk takes in their
/// order.
final class Spooling implements Spool {
  /// What of the disk is taken at once for a body that does not say how long it is.
  private static final long STEP_BYTES = 16L << 20;

  private final KeyHash hash;
  private final OptionalLong promised;
  private final WriteQueue queue;
  private final DiskCounts counts;
  private volatile @Nullable Watch watch;
  private volatile @Nullable BodyFile file;
  private volatile boolean stopped;

  // Confined to the writer.
  private @Nullable BodyLease own;
  private boolean finished;

  /// One step, of which the writer takes one way or the other.
  interface Step {
    /// Takes it.
    void take(DiskLog log) throws IOException;

    /// The disk fails.
    void fail();
  }

  Spooling(KeyHash hash, OptionalLong promised, WriteQueue queue, DiskCounts counts) {
    this.hash = hash;
    this.promised = promised;
    this.queue = queue;
    this.counts = counts;
  }

  @Override
  public void watch(Watch told) {
    watch = told;
  }

  @Override
  public void append(byte[] chunk, int count) {
    then(log -> write(log, chunk, count), () -> stop(Refused.FAILING));
  }

  private void write(DiskLog log, byte[] chunk, int count) throws IOException {
    BodyFile to = file;
    if (stopped) {
      return;
    }
    if (to == null) {
      Optional<BodyFile> begun = log.body(hash, BodyFiles.bytesOf(promised.orElse(step(log))));
      if (begun.isEmpty()) {
        stop(Refused.QUEUE_FULL);
        return;
      }
      to = begun.get();
      own = to.lease();
      file = to;
    }
    long length = to.length() + count;
    if (length > log.bodies().lengthMax() || !log.takes(to, BodyFiles.bytesOf(length), step(log))) {
      stop(Refused.TOO_LARGE);
      return;
    }
    to.append(chunk, count);
    Watch told = watch;
    if (told != null) {
      told.written(to.length());
    }
  }

  private static long step(DiskLog log) {
    return Math.min(STEP_BYTES, log.bodies().lengthMax() / 4);
  }

  @Override
  public void finish(Consumer<Optional<Body>> told) {
    then(
        _ -> {
          BodyFile whole = file;
          if (stopped || whole == null) {
            told.accept(Optional.empty());
          } else {
            whole.finish();
            finished = true;
            counts.bodyWritten(whole.length());
            told.accept(Optional.of(new Body(whole.lease(), whole.length())));
          }
        },
        () -> {
          stop(Refused.FAILING);
          told.accept(Optional.empty());
        });
  }

  @Override
  public void read(long position, Consumer<Optional<ByteBuffer>> told) {
    BodyFile from = file;
    if (from == null) {
      told.accept(Optional.empty());
    } else {
      from.read(position, from.length(), false, it -> told.accept(it.flatMap(p -> p.octets())));
    }
  }

  @Override
  public void stop(boolean tooSlow) {
    if (tooSlow) {
      stop(Refused.TOO_SLOW);
    }
    stopped = true;
  }

  private void stop(Refused why) {
    if (!stopped) {
      stopped = true;
      counts.refused(why);
      Watch told = watch;
      if (told != null) {
        told.failed();
      }
    }
  }

  @Override
  public void release() {
    then(
        log -> {
          BodyFile begun = file;
          if (begun != null && !finished) {
            log.bodies().abandon(begun);
          }
          letGo();
        },
        () -> {
          BodyFile begun = file;
          if (begun != null && !finished) {
            begun.lose();
          }
          letGo();
        });
  }

  private void letGo() {
    BodyLease lease = own;
    if (lease != null) {
      lease.release();
    }
  }

  private interface Taken {
    void take(DiskLog log) throws IOException;
  }

  private void then(Taken taken, Runnable failed) {
    queue.add(
        new WriteQueue.Task.OfBody(
            new Step() {
              @Override
              public void take(DiskLog log) throws IOException {
                taken.take(log);
              }

              @Override
              public void fail() {
                failed.run();
              }
            }));
  }
}
