package dev.weir.node.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The functions of `libbrotlienc.so.1` (Debian: libbrotli1) that are needed here. For any thread.
@SuppressWarnings("restricted") // functions of a library, by their declarations in brotli/encode.h
final class BrotliLibrary {
  private static final String NAME = "libbrotlienc.so.1";
  private static final int QUALITY = 1; // enum BrotliEncoderParameter
  private static final int WINDOW_BITS = 2;

  private final MethodHandle create;
  private final MethodHandle set;
  private final MethodHandle compress;
  private final MethodHandle hasMore;
  private final MethodHandle isFinished;
  private final MethodHandle take;
  private final MethodHandle destroy;

  /// Looked for when it is first wanted.
  private static final class Found {
    static final @Nullable BrotliLibrary HERE = find();
  }

  private BrotliLibrary(SymbolLookup symbols) {
    create = handle(symbols, "CreateInstance", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    set = handle(symbols, "SetParameter", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    compress =
        handle(
            symbols,
            "CompressStream",
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS);
    hasMore = handle(symbols, "HasMoreOutput", JAVA_INT, ADDRESS);
    isFinished = handle(symbols, "IsFinished", JAVA_INT, ADDRESS);
    take = handle(symbols, "TakeOutput", ADDRESS, ADDRESS, ADDRESS);
    destroy =
        Linker.nativeLinker()
            .downcallHandle(
                symbols.find("BrotliEncoderDestroyInstance").orElseThrow(),
                FunctionDescriptor.ofVoid(ADDRESS));
  }

  /// That of this host, if there is one.
  static Optional<BrotliLibrary> here() {
    return Optional.ofNullable(Found.HERE);
  }

  private static @Nullable BrotliLibrary find() {
    try {
      return new BrotliLibrary(SymbolLookup.libraryLookup(NAME, Arena.global()));
    } catch (IllegalArgumentException absent) {
      return null;
    }
  }

  private static MethodHandle handle(
      SymbolLookup symbols, String name, MemoryLayout result, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(
            symbols.find("BrotliEncoder" + name).orElseThrow(),
            FunctionDescriptor.of(result, arguments));
  }

  /// An encoder, which `end` frees.
  MemorySegment begin(int quality, int windowBits) {
    try {
      var none = MemorySegment.NULL;
      var state = (MemorySegment) create.invokeExact(none, none, none);
      if (state.equals(none)) {
        throw new OutOfMemoryError("brotli has none");
      }
      boolean taken =
          (int) set.invokeExact(state, QUALITY, quality) != 0
              && (int) set.invokeExact(state, WINDOW_BITS, windowBits) != 0;
      if (!taken) {
        throw new IllegalStateException("brotli refuses its parameters");
      }
      return state;
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /// Takes what lies at `inPlace`, and sets both to what is left of it.
  void compress(
      MemorySegment state,
      int operation,
      MemorySegment inLength,
      MemorySegment inPlace,
      MemorySegment outLength) {
    try {
      var none = MemorySegment.NULL;
      int done =
          (int) compress.invokeExact(state, operation, inLength, inPlace, outLength, none, none);
      if (done == 0) {
        throw new IllegalStateException("brotli has failed");
      }
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /// Whether coded octets wait to be taken.
  boolean hasMore(MemorySegment state) {
    try {
      return (int) hasMore.invokeExact(state) != 0;
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /// Whether all was taken of a body that has ended.
  boolean isFinished(MemorySegment state) {
    try {
      return (int) isFinished.invokeExact(state) != 0;
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /// Coded octets, as many as are said then; they stay until the next call.
  MemorySegment take(MemorySegment state, MemorySegment length) {
    try {
      return (MemorySegment) take.invokeExact(state, length);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /// Frees an encoder.
  void end(MemorySegment state) {
    try {
      destroy.invokeExact(state);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  private static RuntimeException broken(Throwable why) {
    switch (why) {
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException("a function of brotli could not be called", why);
    }
  }
}
