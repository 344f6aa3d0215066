package dev.weir.node.proxy.request;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Host and port as Host and the absolute-form carry them (RFC 9110 §7.2).
///
/// @param host lower case; an IPv6 literal keeps its brackets; otherwise nothing is normalised
/// @param port 1 to 65535; that of the scheme if none was given
/// @param scheme by which it is asked
public record Authority(String host, int port, Scheme scheme) {
  /// The longest host name (RFC 1035 §2.3.4 Size limits).
  private static final int HOST_LENGTH_MAX = 255;

  /// Zeros before a number are octal to some: such a host is no address to us.
  private static final Pattern DOTTED_QUAD =
      Pattern.compile("(?:0|[1-9][0-9]{0,2})(?:\\.(?:0|[1-9][0-9]{0,2})){3}");

  /// Reads `host` or `host:port`. Absent if it is neither: user information, spaces, lists, empty
  /// parts, and octets that occur in no host name.
  public static Optional<Authority> parse(String text) {
    return parse(text, Scheme.HTTP);
  }

  /// The same of what is asked for by another scheme.
  public static Optional<Authority> parse(String text, Scheme scheme) {
    int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
    if (text.startsWith("[") && bracket < 0) {
      return Optional.empty();
    }
    int colon = text.indexOf(':', Math.max(0, bracket));
    String host = colon < 0 ? text : text.substring(0, colon);
    if (!isHost(host)) {
      return Optional.empty();
    }
    if (colon < 0) {
      return Optional.of(new Authority(host.toLowerCase(Locale.ROOT), scheme.port(), scheme));
    }
    return port(text.substring(colon + 1))
        .map(port -> new Authority(host.toLowerCase(Locale.ROOT), port, scheme));
  }

  /// `host`, or `host:port` where the port is not the default.
  public String canonical() {
    return port == scheme.port() ? host : host + ":" + port;
  }

  /// The address, if the host is an IP literal.
  public Optional<InetAddress> literal() {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try {
      return host.startsWith("[") || DOTTED_QUAD.matcher(bare).matches()
          ? Optional.of(InetAddress.ofLiteral(bare))
          : Optional.empty();
    } catch (IllegalArgumentException noLiteral) {
      return Optional.empty();
    }
  }

  private static boolean isHost(String host) {
    if (host.isEmpty() || host.length() > HOST_LENGTH_MAX) {
      return false;
    }
    if (host.startsWith("[")) {
      return host.length() > 2
          && host.endsWith("]")
          && host.substring(1, host.length() - 1).chars().allMatch(Authority::inIpv6);
    }
    return host.chars().allMatch(Authority::inName);
  }

  private static boolean inIpv6(int c) {
    return c == ':' || c == '.' || (c < 0x80 && Character.digit(c, 16) >= 0);
  }

  private static boolean inName(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }

  private static Optional<Integer> port(String text) {
    if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int port = Integer.parseInt(text);
    return port >= 1 && port <= 65_535 ? Optional.of(port) : Optional.empty();
  }
}
