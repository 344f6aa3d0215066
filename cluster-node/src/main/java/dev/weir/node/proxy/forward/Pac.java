package dev.weir.node.proxy.forward;

import dev.weir.node.config.value.Prefix;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The file that configures browsers, in their language (JavaScript): who goes by the proxies, and
/// who without. Pure.
public final class Pac {
  private Pac() {}

  /// One by which clients use the first of these proxies that they can reach.
  ///
  /// @param proxies `host:port`, the best first
  /// @param direct where they go without: host patterns and prefixes. For a prefix a client has to
  ///   look names up
  public static String of(List<String> proxies, List<String> direct) {
    var text = new StringBuilder("function FindProxyForURL(url, host) {\n");
    text.append("  host = host.toLowerCase();\n");
    text.append("  if (isPlainHostName(host) || host == \"127.0.0.1\" || host == \"::1\"");
    text.append(" || url.substring(0, 4) == \"ftp:\") return \"DIRECT\";\n");
    List<String> patterns = direct.stream().filter(it -> !it.contains("/")).toList();
    if (!patterns.isEmpty()) {
      text.append("  if (").append(or(patterns.stream().map(Pac::pattern).toList()));
      text.append(") return \"DIRECT\";\n");
    }
    List<Prefix> prefixes =
        direct.stream().filter(it -> it.contains("/")).map(Prefix::parse).flatMap(Optional::stream)
            .toList();
    if (!prefixes.isEmpty()) {
      text.append("  var address = dnsResolve(host);\n  if (address && (");
      text.append(or(prefixes.stream().map(Pac::prefix).toList()));
      text.append(")) return \"DIRECT\";\n");
    }
    text.append("  return \"");
    text.append(proxies.stream().map(it -> "PROXY " + it).collect(Collectors.joining("; ")));
    return text.append("\";\n}\n").toString();
  }

  private static String or(List<String> conditions) {
    return String.join("\n      || ", conditions);
  }

  private static String pattern(String pattern) {
    if (pattern.equals("*")) {
      return "true";
    }
    return pattern.startsWith("*.")
        ? "dnsDomainIs(host, \"" + pattern.substring(1) + "\")"
        : "host == \"" + pattern + "\"";
  }

  private static String prefix(Prefix prefix) {
    int mask = Prefix.mask(prefix.length());
    String dotted =
        (mask >>> 24) + "." + (mask >>> 16 & 0xff) + "." + (mask >>> 8 & 0xff) + "." + (mask & 0xff);
    return "isInNet(address, \"" + prefix.network().getHostAddress() + "\", \"" + dotted + "\")";
  }
}
