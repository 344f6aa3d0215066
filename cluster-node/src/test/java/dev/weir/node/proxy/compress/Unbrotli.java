package dev.weir.node.proxy.compress;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/// What a client makes of brotli: the decoder of the system.
public final class Unbrotli {
  private static final int SUCCESS = 1;

  private Unbrotli() {}

  /// The body that was coded, which has so many octets at the most.
  @SuppressWarnings("restricted")
  public static byte[] body(byte[] coded, int most) {
    try (Arena arena = Arena.ofConfined()) {
      var decompress =
          Linker.nativeLinker()
              .downcallHandle(
                  SymbolLookup.libraryLookup("libbrotlidec.so.1", arena)
                      .find("BrotliDecoderDecompress")
                      .orElseThrow(),
                  FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS));
      MemorySegment length = arena.allocateFrom(JAVA_LONG, most);
      MemorySegment body = arena.allocate(Math.max(1, most));
      int result =
          (int)
              decompress.invokeExact(
                  (long) coded.length, arena.allocateFrom(JAVA_BYTE, coded), length, body);
      if (result != SUCCESS) {
        throw new IllegalArgumentException("no brotli: " + result);
      }
      return body.asSlice(0, length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException(t);
    }
  }
}
