package dev.weir.cache.operator;

import java.util.List;
import java.util.function.Predicate;

/// What a rule is about: each list that is not empty must have what it is about.
///
/// @param hosts names, `*.example.com` for all below that one, `*` for all
/// @param types `image/png`, or `image/*` for all images
public record Selector(
    List<String> hosts, List<PathPattern> paths, List<String> types, List<ClientPrefix> clients) {
  /// About everything.
  public static final Selector EVERYTHING =
      new Selector(List.of(), List.of(), List.of(), List.of());

  /// Copies the lists.
  public Selector {
    hosts = List.copyOf(hosts);
    paths = List.copyOf(paths);
    types = List.copyOf(types);
    clients = List.copyOf(clients);
  }

  /// Whether it is about some clients only.
  public boolean byClient() {
    return !clients.isEmpty();
  }

  /// Whether it is about this. A type that is not known is none of its types.
  public boolean matches(Subject subject) {
    return any(hosts, pattern -> host(pattern, subject.host()))
        && any(clients, prefix -> prefix.has(subject.client()))
        && any(types, pattern -> subject.type().filter(it -> type(pattern, it)).isPresent())
        && any(paths, pattern -> pattern.matches(subject.target()));
  }

  private static <T> boolean any(List<T> all, Predicate<T> test) {
    return all.isEmpty() || all.stream().anyMatch(test);
  }

  private static boolean host(String pattern, String host) {
    return pattern.equals("*")
        || pattern.equals(host)
        || (pattern.startsWith("*.") && host.endsWith(pattern.substring(1)));
  }

  private static boolean type(String pattern, String type) {
    return pattern.endsWith("/*")
        ? type.startsWith(pattern.substring(0, pattern.length() - 1))
        : type.equals(pattern);
  }
}
