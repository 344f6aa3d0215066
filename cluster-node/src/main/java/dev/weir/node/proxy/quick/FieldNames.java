package dev.weir.node.proxy.quick;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The names of request fields that change what is done with a GET, apart from what Vary names: an
/// entry with Vary is not for the short way.
///
/// Framing and routing by `RequestCheck`; conditions, parts and directives by `Reuse` and
/// `StoredAnswer`. Every other field is passed over there, too.
final class FieldNames {
  /// Connection may be `keep-alive`, and Host is read; the others end the short way.
  static final List<String> LOOKED_AT =
      List.of(
          "Authorization",
          "Cache-Control",
          "Connection",
          "Content-Length",
          "Expect",
          "Host",
          "If-Match",
          "If-Modified-Since",
          "If-None-Match",
          "If-Range",
          "If-Unmodified-Since",
          "Pragma",
          "Proxy-Authorization",
          "Range",
          "Sec-WebSocket-Key1",
          "Sec-WebSocket-Key2",
          "TE",
          "Trailer",
          "Transfer-Encoding",
          "Upgrade",
          "Via");

  /// Those that change nothing, but stand in the access log.
  private static final List<String> LOGGED = List.of("Referer", "User-Agent");

  /// A name that is none of them.
  static final int OTHER = 0;

  static final int HOST = 1;
  static final int CONNECTION = 2;

  static final int REFERER = 3;
  static final int USER_AGENT = 4;

  /// One of the rest.
  static final int SLOW = 5;

  private static final byte[][][] BY_LENGTH = byLength();

  private FieldNames() {}

  /// What a name is, in any case.
  static int kind(byte[] octets, int from, int to) {
    int length = to - from;
    if (length < BY_LENGTH.length) {
      for (byte[] name : BY_LENGTH[length]) {
        if (same(octets, from, name)) {
          return kindOf(name);
        }
      }
    }
    return OTHER;
  }

  private static int kindOf(byte[] name) {
    return switch (name[0]) {
      case 'h' -> HOST;
      case 'c' -> name.length == 10 ? CONNECTION : SLOW;
      case 'r' -> name.length == 7 ? REFERER : SLOW;
      case 'u' -> name.length == 10 ? USER_AGENT : SLOW;
      default -> SLOW;
    };
  }

  /// Whether the octets are a lower-case name, in any case. Names hold no octet but letters, digits
  /// and hyphens, which the bit that makes letters small leaves as they are.
  static boolean same(byte[] octets, int from, byte[] name) {
    for (int i = 0; i < name.length; i++) {
      if ((octets[from + i] | 0x20) != name[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[][][] byLength() {
    List<String> all = Stream.of(LOOKED_AT, LOGGED).flatMap(List::stream).toList();
    int longest = all.stream().mapToInt(String::length).max().orElse(0);
    var names = new byte[longest + 1][][];
    for (int i = 0; i <= longest; i++) {
      int length = i;
      names[i] =
          all.stream()
              .filter(name -> name.length() == length)
              .map(name -> name.toLowerCase(Locale.ROOT).getBytes(US_ASCII))
              .toArray(byte[][]::new);
    }
    return names;
  }
}
