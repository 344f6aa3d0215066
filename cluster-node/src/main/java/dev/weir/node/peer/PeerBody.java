package dev.weir.node.peer;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.proxy.request.Authority;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The bodies of questions: lines of visible ASCII, each ended by a line feed. The decoders are
/// total: one line that is none makes the whole none.
public final class PeerBody {
  private static final String EVERYTHING = "*\n";
  private static final String SCHEME = "http://";

  private PeerBody() {}

  /// In place of keys: any, nobody knows which.
  public static byte[] ofEverything() {
    return EVERYTHING.getBytes(StandardCharsets.US_ASCII);
  }

  /// Whether it is that.
  public static boolean isEverything(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1).equals(EVERYTHING);
  }

  /// The lines of keys.
  public static byte[] ofKeys(List<CacheKey> keys) {
    var text = new StringBuilder();
    keys.forEach(key -> text.append(key.url()).append('\n'));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /// The keys of lines.
  public static Optional<List<CacheKey>> keys(byte[] octets) {
    String text = new String(octets, StandardCharsets.ISO_8859_1);
    if (!text.endsWith("\n")) {
      return Optional.empty();
    }
    var keys = new ArrayList<CacheKey>();
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      boolean visible = line.chars().allMatch(c -> c >= ' ' && c < 0x7f);
      Optional<CacheKey> read = visible ? key(line) : Optional.empty();
      if (read.isEmpty()) {
        return Optional.empty();
      }
      keys.add(read.get());
    }
    return Optional.of(List.copyOf(keys));
  }

  private static Optional<CacheKey> key(String line) {
    int slash = line.indexOf('/', SCHEME.length());
    int query = line.indexOf('*', SCHEME.length());
    int end = slash >= 0 ? slash : query;
    if (!line.startsWith(SCHEME) || end < 0 || line.indexOf(' ') >= 0) {
      return Optional.empty();
    }
    String authority = line.substring(SCHEME.length(), end);
    return Authority.parse(authority)
        .filter(it -> it.canonical().equals(authority))
        .map(it -> new CacheKey("http", authority, line.substring(end)));
  }
}
