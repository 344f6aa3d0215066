package dev.weir.node.proxy.chain;

import dev.weir.cache.match.HostPattern;
import dev.weir.cache.match.Regex;
import dev.weir.node.config.value.Prefix;
import java.util.List;
import java.util.function.Predicate;

/// What a chain rule is about: each list that is not empty must have what is asked.
///
/// @param hosts names, `*.example.com` for all below that one, `.example.com` for that one too, `*`
///   for all
/// @param prefixes where hosts are
/// @param urls expressions that are searched in the URL
public record ChainSubject(
    List<String> hosts,
    List<Prefix> prefixes,
    List<Regex> urls,
    List<String> methods,
    List<Prefix> clients) {
  /// Copies the lists.
  public ChainSubject {
    hosts = List.copyOf(hosts);
    prefixes = List.copyOf(prefixes);
    urls = List.copyOf(urls);
    methods = List.copyOf(methods);
    clients = List.copyOf(clients);
  }

  /// Whether it is about this, but for where its host is.
  boolean matches(ChainRequest request) {
    return any(methods, request.method()::equals)
        && any(hosts, pattern -> HostPattern.has(pattern, request.host()))
        && any(clients, prefix -> request.client().filter(prefix::contains).isPresent())
        && any(urls, regex -> regex.isIn(request.url()));
  }

  /// Whether the host is where it is about; false where that is not known.
  boolean isThere(ChainRequest request) {
    return any(prefixes, prefix -> request.destination().filter(prefix::contains).isPresent());
  }

  private static <T> boolean any(List<T> all, Predicate<T> test) {
    return all.isEmpty() || all.stream().anyMatch(test);
  }
}
