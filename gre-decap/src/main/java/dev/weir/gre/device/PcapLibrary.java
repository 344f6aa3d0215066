package dev.weir.gre.device;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;

/// The system's libpcap, of which we call two functions ourselves.
///
/// @param nextEx `int pcap_next_ex(pcap_t *, struct pcap_pkthdr **, const u_char **)`
/// @param fileno `int pcap_fileno(pcap_t *)`
record PcapLibrary(MethodHandle nextEx, MethodHandle fileno) {
  // Debian's and Ubuntu's name, then the upstream one of other distributions.
  private static final List<String> FILE_NAMES =
      List.of("libpcap.so.0.8", "libpcap.so.1", "libpcap.so");

  /// Finds libpcap, which then stays loaded.
  ///
  /// @throws DeviceException when it is not installed
  @SuppressWarnings("restricted")
  static PcapLibrary load() throws DeviceException {
    for (String fileName : FILE_NAMES) {
      try {
        var symbols = SymbolLookup.libraryLookup(fileName, Arena.global());
        var signature = FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS);
        return new PcapLibrary(
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
