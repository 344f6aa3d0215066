package dev.weir.gre.device;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import com.sun.jna.Pointer;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;
import java.util.List;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;

/// Takes packet after packet out of a pcap4j handle's ring without an object per packet.
///
/// Confined to one thread; the handle, which is not blocking, must not be closed or filtered
/// meanwhile.
final class PcapDrain {
  private static final int CAPTURED_LENGTH = 16; // in struct pcap_pkthdr, behind the time stamp

  private final String interfaceName;
  private final PcapHandle handle;
  private final MethodHandle nextEx;
  private final long pcap;
  private final MemorySegment headerAddress = Arena.ofAuto().allocate(JAVA_LONG);
  private final MemorySegment frameAddress = Arena.ofAuto().allocate(JAVA_LONG);
  private final NativeMemory memory = new NativeMemory();
  private final MemorySegment pollfd;
  private int offset;

  PcapDrain(Library library, PcapHandle handle, String interfaceName) throws DeviceException {
    this.interfaceName = interfaceName;
    this.nextEx = library.nextEx();
    this.handle = handle;
    this.pcap = addressOf(handle);
    int fd = socketOf(library, pcap);
    PacketRing.joinFragments(fd);
    this.pollfd = Libc.pollIn(Arena.ofAuto(), fd);
  }

  /// The next frame, whose first octet is at [#offset()] of [#memory()] until the next call.
  ///
  /// @return octets captured; 0 when there is none
  int next() throws DeviceException {
    int result = callNextEx();
    if (result == 0) {
      return 0;
    }
    if (result < 0) {
      throw new DeviceException("capture on %s failed: %s".formatted(interfaceName, lastError()));
    }
    int captured = NativeMemory.intAt(headerAddress.get(JAVA_LONG, 0) + CAPTURED_LENGTH);
    offset = memory.cover(frameAddress.get(JAVA_LONG, 0), captured);
    return captured;
  }

  /// Waits for a frame, or until [#next] has an error to tell.
  void await(int timeoutMillis) {
    Libc.poll(pollfd, timeoutMillis);
  }

  NativeMemory memory() {
    return memory;
  }

  int offset() {
    return offset;
  }

  private static int socketOf(Library library, long pcap) {
    try {
      return (int) library.fileno().invokeExact(pcap);
    } catch (Error e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException("pcap_fileno could not be called", t);
    }
  }

  private int callNextEx() {
    try {
      return (int) nextEx.invokeExact(pcap, headerAddress, frameAddress);
    } catch (Error e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException("pcap_next_ex could not be called", t);
    }
  }

  private String lastError() {
    try {
      return handle.getError();
    } catch (NotOpenException e) {
      return "the capture is closed";
    }
  }

  /// pcap4j keeps its `pcap_t *` in a private field and offers no other way to it; the version is
  /// pinned, and no newer one is to be expected.
  private static long addressOf(PcapHandle handle) throws DeviceException {
    try {
      Field field = PcapHandle.class.getDeclaredField("handle");
      field.setAccessible(true);
      return Pointer.nativeValue((Pointer) field.get(handle));
    } catch (ReflectiveOperationException e) {
      throw new DeviceException("this pcap4j keeps its handle elsewhere; use version 1.8.2", e);
    }
  }

  /// The system's libpcap, of which we call two functions ourselves.
  ///
  /// @param nextEx `int pcap_next_ex(pcap_t *, struct pcap_pkthdr **, const u_char **)`
  /// @param fileno `int pcap_fileno(pcap_t *)`
  record Library(MethodHandle nextEx, MethodHandle fileno) {
    // Debian's and Ubuntu's name, then the upstream one of other distributions.
    private static final List<String> FILE_NAMES =
        List.of("libpcap.so.0.8", "libpcap.so.1", "libpcap.so");

    /// Finds libpcap, which then stays loaded.
    ///
    /// @throws DeviceException when it is not installed
    @SuppressWarnings("restricted")
    static Library load() throws DeviceException {
      for (String fileName : FILE_NAMES) {
        try {
          var symbols = SymbolLookup.libraryLookup(fileName, Arena.global());
          var signature = FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS);
          return new Library(
              Linker.nativeLinker().downcallHandle(symbols.findOrThrow("pcap_next_ex"), signature),
              Linker.nativeLinker()
                  .downcallHandle(
                      symbols.findOrThrow("pcap_fileno"),
                      FunctionDescriptor.of(JAVA_INT, JAVA_LONG)));
        } catch (IllegalArgumentException notUnderThisName) {
          // the next one may be it
        }
      }
      throw new DeviceException(
          "libpcap is not installed; install the Debian package libpcap0.8 (libpcap0.8t64 on newer"
              + " Debian and Ubuntu), elsewhere libpcap");
    }
  }
}
