package dev.weir.node.peer;

import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.store.Purge;
import dev.weir.cache.store.Worthless;
import dev.weir.node.proxy.request.Authority;
import dev.weir.node.proxy.request.Scheme;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;

/// The bodies of questions: lines of visible ASCII, each ended by a line feed. The decoders are
/// total: one line that is none makes the whole none.
public final class PeerBody {
  private static final String EVERYTHING = "*\n";

  private PeerBody() {}

  /// In place of keys: any, nobody knows which.
  public static byte[] ofEverything() {
    return EVERYTHING.getBytes(StandardCharsets.US_ASCII);
  }

  /// Whether it is that.
  public static boolean isEverything(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1).equals(EVERYTHING);
  }

  /// The lines of what is worthless: URLs, and groups, which have a number sign in theirs.
  public static byte[] of(Worthless worthless) {
    var text = new StringBuilder();
    worthless.keys().forEach(key -> text.append(key.url()).append('\n'));
    worthless.groups().forEach(group -> text.append(group.text()).append('\n'));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /// What lines say is worthless.
  public static Optional<Worthless> worthless(byte[] octets) {
    String text = new String(octets, StandardCharsets.ISO_8859_1);
    if (!text.endsWith("\n")) {
      return Optional.empty();
    }
    var keys = new ArrayList<CacheKey>();
    var groups = new ArrayList<Purge>();
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      boolean visible = line.chars().allMatch(c -> c >= ' ' && c < 0x7f);
      Optional<Purge> group = visible ? group(line) : Optional.empty();
      Optional<CacheKey> key = visible ? key(line) : Optional.empty();
      if (group.isPresent()) {
        groups.add(group.get());
      } else if (key.isPresent()) {
        keys.add(key.get());
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new Worthless(keys, groups));
  }

  private static Optional<Purge> group(String line) {
    return Purge.parse(Purge.Kind.GROUP, line).filter(it -> it.text().equals(line));
  }

  private static Optional<CacheKey> key(String line) {
    Optional<Scheme> scheme = Scheme.ofUrl(line);
    int from = scheme.map(it -> it.prefix().length()).orElse(0);
    int slash = line.indexOf('/', from);
    int end = slash >= 0 ? slash : line.indexOf('*', from);
    if (scheme.isEmpty() || end < 0 || line.indexOf(' ') >= 0 || line.indexOf('#') >= 0) {
      return Optional.empty();
    }
    String authority = line.substring(from, end);
    return Authority.parse(authority, scheme.get())
        .filter(it -> it.canonical().equals(authority))
        .map(it -> new CacheKey(scheme.get().text(), authority, line.substring(end)));
  }
}
