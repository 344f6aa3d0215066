package dev.weir.cache.compact;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.Collectors;

/// The status lines of the responses that are answered as they lie: what is stored most, and asked
/// for without a condition (RFC 9110 §15).
final class StatusLine {
  private static final Map<Integer, byte[]> PLAIN =
      Map.of(
              200, "OK",
              301, "Moved Permanently",
              302, "Found",
              308, "Permanent Redirect",
              404, "Not Found",
              410, "Gone")
          .entrySet()
          .stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  Map.Entry::getKey,
                  each -> Latin.octets("HTTP/1.1 " + each.getKey() + " " + each.getValue())));

  private StatusLine() {}

  /// Whether a response of this status is among them.
  static boolean isPlain(int status) {
    return PLAIN.containsKey(status);
  }

  /// Writes the line of one that [#isPlain].
  ///
  /// @throws Malformed if it is not
  static void write(int status, ByteBuffer to) throws Malformed {
    byte[] line = PLAIN.get(status);
    if (line == null) {
      throw new Malformed();
    }
    CompactLines.endLine(to.put(line));
  }
}
