package dev.weir.cache.slab;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Memory that is a file without a name (memfd), so that the kernel sends from it by itself. Linux
/// only. It goes when nobody refers to it any more.
///
/// What the kernel has sent may still wait in a socket, which refers to the page and has no copy:
/// octets once sent must not be overwritten, but their place be given back first ([#forget]). The
/// socket keeps what it has.
@SuppressWarnings("restricted")
final class MemoryFile {
  private static final int CLOEXEC = 1;
  private static final int MADV_REMOVE = 9;

  private final FileChannel channel;
  private final MemorySegment memory;
  private final MethodHandle madvise;

  private MemoryFile(FileChannel channel, MemorySegment memory, MethodHandle madvise) {
    this.channel = channel;
    this.memory = memory;
    this.madvise = madvise;
  }

  /// A file of so many octets, which take room once they are written; empty where the system has no
  /// such thing.
  static Optional<MemoryFile> of(long octets) {
    Optional<MethodHandle> create = function("memfd_create", JAVA_INT, ADDRESS, JAVA_INT);
    Optional<MethodHandle> close = function("close", JAVA_INT, JAVA_INT);
    Optional<MethodHandle> madvise = function("madvise", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    if (create.isEmpty() || close.isEmpty() || madvise.isEmpty()) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) create.get().invokeExact(arena.allocateFrom("weir-cache"), CLOEXEC);
      if (descriptor < 0) {
        return Optional.empty();
      }
      try {
        return Optional.of(opened(descriptor, octets, madvise.get()));
      } finally {
        int _ = (int) close.get().invokeExact(descriptor);
      }
    } catch (IOException noProc) {
      return Optional.empty();
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  private static MemoryFile opened(int descriptor, long octets, MethodHandle madvise)
      throws IOException {
    // Opened anew, it is one of the JDK's own, which closes it in its time.
    var channel =
        FileChannel.open(
            Path.of("/proc/self/fd/" + descriptor),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    var memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, octets, Arena.ofAuto());
    return new MemoryFile(channel, memory, madvise);
  }

  private static Optional<MethodHandle> function(
      String name, MemoryLayout result, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(name)
        .map(it -> linker.downcallHandle(it, FunctionDescriptor.of(result, arguments)));
  }

  FileChannel channel() {
    return channel;
  }

  MemorySegment memory() {
    return memory;
  }

  /// Gives back the place of whole pages of the system; they read as zeros from now on. False if
  /// they stay.
  boolean forget(long position, long octets) {
    try {
      return (int) madvise.invokeExact(memory.address() + position, octets, MADV_REMOVE) == 0;
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  // A downcall throws nothing of its own; what arrives here is an Error of the JVM or our mistake.
  private static IllegalStateException impossible(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(thrown);
  }
}
