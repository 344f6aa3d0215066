package dev.weir.node.proxy.request;

import dev.weir.cache.rule.CacheKey;
import java.util.Optional;
import java.util.stream.Stream;

/// How a client asks: in the clear, or by TLS (RFC 9110 §4.2). What is stored for one is never
/// given to the other.
public enum Scheme {
  /// In the clear.
  HTTP("http", 80),
  /// By TLS that ends here.
  HTTPS("https", 443);

  private final String text;
  private final int port;

  Scheme(String text, int port) {
    this.text = text;
    this.port = port;
  }

  /// As it stands in URLs.
  public String text() {
    return text;
  }

  /// The port where none is named.
  public int port() {
    return port;
  }

  /// What stands before the authority in a URL.
  public String prefix() {
    return text + "://";
  }

  /// The scheme of a URL that is as clients would write it; empty when it is none of these.
  public static Optional<Scheme> ofUrl(String url) {
    return Stream.of(values()).filter(it -> url.startsWith(it.prefix())).findFirst();
  }

  /// The key of a URL as a client would ask for it; without a path it is that of the root.
  public static Optional<CacheKey> key(String url) {
    return ofUrl(url)
        .flatMap(scheme -> {
          int from = scheme.prefix().length();
          int slash = url.indexOf('/', from);
          String target = slash < 0 ? "/" : url.substring(slash);
          return Authority.parse(url.substring(from, slash < 0 ? url.length() : slash), scheme)
              .map(it -> new CacheKey(scheme.text, it.canonical(), target));
        });
  }
}
