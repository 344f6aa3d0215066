package dev.weir.node.peer;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.proxy.request.Authority;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The bodies of questions: lines of visible ASCII, each ended by a line feed. The decoders are
/// total: one line that is none makes the whole none.
public final class PeerBody {
  private static final String SCHEME = "http://";

  private PeerBody() {}

  /// The lines of keys.
  public static byte[] ofKeys(List<CacheKey> keys) {
    return lines(keys, CacheKey::url);
  }

  /// The keys of lines.
  public static Optional<List<CacheKey>> keys(byte[] octets) {
    return read(octets, PeerBody::key);
  }

  /// The lines of host answers.
  public static byte[] ofAnswers(List<HostAnswer> answers) {
    return lines(answers, it -> it.host() + " " + it.address().getHostAddress());
  }

  /// The host answers of lines.
  public static Optional<List<HostAnswer>> answers(byte[] octets) {
    return read(octets, PeerBody::answer);
  }

  private static <T> byte[] lines(List<T> values, Function<T, String> line) {
    var text = new StringBuilder();
    values.forEach(value -> text.append(line.apply(value)).append('\n'));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static <T> Optional<List<T>> read(byte[] octets, Function<String, Optional<T>> value) {
    String text = new String(octets, StandardCharsets.ISO_8859_1);
    if (!text.endsWith("\n")) {
      return Optional.empty();
    }
    var values = new ArrayList<T>();
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      boolean visible = line.chars().allMatch(c -> c >= ' ' && c < 0x7f);
      Optional<T> read = visible ? value.apply(line) : Optional.empty();
      if (read.isEmpty()) {
        return Optional.empty();
      }
      values.add(read.get());
    }
    return Optional.of(List.copyOf(values));
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

  private static Optional<HostAnswer> answer(String line) {
    int space = line.indexOf(' ');
    if (space < 1) {
      return Optional.empty();
    }
    String host = line.substring(0, space);
    boolean isHost = Authority.parse(host).filter(it -> it.host().equals(host)).isPresent();
    try {
      return isHost
              && InetAddress.ofLiteral(line.substring(space + 1)) instanceof Inet4Address address
          ? Optional.of(new HostAnswer(host, address))
          : Optional.empty();
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
