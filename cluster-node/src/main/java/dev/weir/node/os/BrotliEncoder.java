package dev.weir.node.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// One body in the making as brotli (RFC 7932), by the library of the system. Confined to one
/// thread; takes 2 MiB outside of the heap until it is closed.
public final class BrotliEncoder implements AutoCloseable {
  /// Smaller by 4 to 9 % than gzip's of level 5, in the same time.
  private static final int QUALITY = 5;

  /// 2^18 octets are looked back on.
  private static final int WINDOW_BITS = 18;

  private static final int PROCESS = 0; // enum BrotliEncoderOperation
  private static final int FINISH = 2;
  private static final int PIECE_OCTETS = 16 * 1024;

  private final BrotliLibrary library = BrotliLibrary.here().orElseThrow();
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = library.begin(QUALITY, WINDOW_BITS);
  private final MemorySegment octets = arena.allocate(PIECE_OCTETS);
  private final MemorySegment inLength = arena.allocate(JAVA_LONG);
  private final MemorySegment inPlace = arena.allocate(ADDRESS);
  private final MemorySegment outLength = arena.allocate(JAVA_LONG);
  private boolean closed;

  /// Whether this host has the library.
  public static boolean isHere() {
    return BrotliLibrary.here().isPresent();
  }

  /// Takes a piece of the body; tells what is ready of the coded one, perhaps nothing. What it
  /// tells is there until the next call.
  public void write(ByteBuffer piece, Consumer<ByteBuffer> ready) {
    while (piece.hasRemaining()) {
      int length = Math.min(PIECE_OCTETS, piece.remaining());
      octets.asByteBuffer().put(0, piece, piece.position(), length);
      piece.position(piece.position() + length);
      code(PROCESS, length, ready);
    }
  }

  /// Tells the rest of the coded body. Nothing can be written any more.
  public void finish(Consumer<ByteBuffer> ready) {
    code(FINISH, 0, ready);
    close();
  }

  private void code(int operation, int length, Consumer<ByteBuffer> ready) {
    inLength.set(JAVA_LONG, 0, length);
    inPlace.set(ADDRESS, 0, octets);
    do {
      outLength.set(JAVA_LONG, 0, 0);
      library.compress(state, operation, inLength, inPlace, outLength);
      take(ready);
    } while (inLength.get(JAVA_LONG, 0) > 0
        || library.hasMore(state)
        || (operation == FINISH && !library.isFinished(state)));
  }

  @SuppressWarnings("restricted") // as long as the library says that it is
  private void take(Consumer<ByteBuffer> ready) {
    outLength.set(JAVA_LONG, 0, 0); // all that there is
    MemorySegment coded = library.take(state, outLength);
    long count = outLength.get(JAVA_LONG, 0);
    if (count > 0) {
      ready.accept(coded.reinterpret(count).asByteBuffer());
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      library.end(state);
      arena.close();
    }
  }
}
