package dev.weir.cache.match;

/// Hosts that are meant by a pattern. Pure.
public final class HostPattern {
  private HostPattern() {}

  /// Whether a host in lower case is one of a pattern's: itself, `*.example.com` for all names
  /// below that one, `.example.com` for that one too, `*` for all.
  public static boolean has(String pattern, String host) {
    if (pattern.equals("*") || pattern.equals(host)) {
      return true;
    }
    return pattern.startsWith("*.")
        ? host.endsWith(pattern.substring(1))
        : pattern.startsWith(".") && (host.endsWith(pattern) || host.equals(pattern.substring(1)));
  }
}
