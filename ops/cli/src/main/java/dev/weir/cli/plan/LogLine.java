package dev.weir.cli.plan;

import dev.weir.node.config.value.Prefix;
import java.net.Inet4Address;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One request of an access log: of our three formats, so of Squid's and of Apache's.
///
/// @param origin where it went; empty where the line does not say, as that of a hit
/// @param port of the URL, 80 if not written
record LogLine(Inet4Address client, String host, Optional<Inet4Address> origin, int port) {
  private static final Pattern SQUID =
      Pattern.compile(
          "\\d+\\.\\d+\\s+-?\\d+\\s+(\\S+)\\s+\\S+\\s+\\d+\\s+\\S+\\s+(\\S+)\\s+\\S+\\s+[^/\\s]+/(\\S+).*");
  private static final Pattern COMBINED =
      Pattern.compile("(\\S+) \\S+ \\S+ \\[[^]]*] \"\\S+ (\\S+)[^\"]*\".*");
  private static final Pattern URL =
      Pattern.compile("(?:[a-z]+://)?([^/:?#\\s]+)(?::(\\d{1,5}))?(?:[/?#].*)?");
  private static final int HTTP = 80;

  /// Reads a line; empty when it is of none of these formats or names no host.
  static Optional<LogLine> of(String line) {
    if (line.startsWith("{")) {
      return json(line);
    }
    Matcher squid = SQUID.matcher(line);
    if (squid.matches()) {
      return of(squid.group(1), squid.group(2), squid.group(3));
    }
    Matcher combined = COMBINED.matcher(line);
    return combined.matches() ? of(combined.group(1), combined.group(2), "-") : Optional.empty();
  }

  private static Optional<LogLine> json(String line) {
    try {
      JsonNode tree = JsonMapper.shared().readTree(line);
      return of(
          tree.path("client").asString(""),
          tree.path("url").asString(""),
          "origin".equals(tree.path("source").asString(""))
              ? tree.path("asked").asString("-")
              : "-");
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static Optional<LogLine> of(String client, String url, String origin) {
    Matcher parts = URL.matcher(url);
    Optional<Inet4Address> from = address(client);
    if (from.isEmpty() || !parts.matches() || url.startsWith("/")) {
      return Optional.empty();
    }
    String host = parts.group(1);
    return Optional.of(
        new LogLine(
            from.get(), host, address(origin).or(() -> address(host)), port(parts.group(2))));
  }

  private static int port(@Nullable String text) {
    return text == null ? HTTP : Integer.parseInt(text);
  }

  private static Optional<Inet4Address> address(String text) {
    return Prefix.parse(text).filter(it -> it.length() == Integer.SIZE).map(Prefix::network);
  }
}
