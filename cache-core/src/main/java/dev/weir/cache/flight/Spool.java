package dev.weir.cache.flight;

import dev.weir.cache.message.Body;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/// Where a body goes, as it comes, that is too long for memory. Nobody who calls it waits: what
/// comes of it is told by a thread of its own.
public interface Spool {
  /// Is told how it goes on.
  interface Watch {
    /// So many octets from the first on can be read back.
    void written(long octets);

    /// No more will be written.
    void failed();
  }

  /// Who is told; once, before anything else.
  void watch(Watch watch);

  /// Adds octets from the beginning of an array, which nobody changes any more: a full chunk
  /// ([Body#CHUNK_BYTES]) each time but the last.
  void append(byte[] chunk, int count);

  /// There are no more. Tells the whole body, or that it could not be kept.
  void finish(Consumer<Optional<Body>> told);

  /// Reads octets that were written, at least one, at most a few chunks of them; empty if that
  /// fails.
  void read(long position, Consumer<Optional<ByteBuffer>> told);

  /// It is not to be kept: nothing more is written. What was can be read until it is released.
  ///
  /// @param tooSlow whether that is because somebody would wait for it
  void stop(boolean tooSlow);

  /// Nobody reads it here any more. What was not finished goes.
  void release();
}
