package dev.weir.cache.compact;

import java.nio.charset.StandardCharsets;

/// Text as the wire has it, one octet for one character.
final class Latin {
  private Latin() {}

  /// The octets of a text.
  ///
  /// @throws IllegalArgumentException for a character that no octet is; the wire has none
  static byte[] octets(String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == '?' && text.charAt(i) != '?') {
        throw new IllegalArgumentException("no octet: " + (int) text.charAt(i));
      }
    }
    return octets;
  }

  static String text(byte[] octets, int from, int length) {
    return new String(octets, from, length, StandardCharsets.ISO_8859_1);
  }
}
