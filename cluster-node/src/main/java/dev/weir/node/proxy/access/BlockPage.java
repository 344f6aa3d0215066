package dev.weir.node.proxy.access;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The page that a client gets in place of what it may not have: a template of HTML in which
/// `{url}`, `{rule}`, `{node}` and `{request}` stand for what they say, with nothing of it able to
/// act as markup. Pure.
///
/// @param template in UTF-8, of at most [#OCTETS_MAX]
public record BlockPage(String template) {
  /// The longest template.
  public static final int OCTETS_MAX = 64 * 1024;

  /// Its media type.
  public static final String TYPE = "text/html; charset=utf-8";

  private static final int VALUE_MAX = 1024;
  private static final Pattern PLACE = Pattern.compile("\\{(url|rule|node|request)\\}");

  /// A page of a template; empty if that is too long.
  public static Optional<BlockPage> of(String template) {
    return template.getBytes(StandardCharsets.UTF_8).length > OCTETS_MAX
        ? Optional.empty()
        : Optional.of(new BlockPage(template));
  }

  /// What it says of a request.
  ///
  /// @param request the number by which the log knows it
  public record Refused(String url, String rule, String node, String request) {}

  /// The page for a request.
  public String about(Refused refused) {
    Map<String, String> values =
        Map.of(
            "url", refused.url,
            "rule", refused.rule,
            "node", refused.node,
            "request", refused.request);
    return PLACE
        .matcher(template)
        .replaceAll(it -> Matcher.quoteReplacement(escaped(values.getOrDefault(it.group(1), ""))));
  }

  private static String escaped(String value) {
    var escaped = new StringBuilder();
    value
        .codePoints()
        .limit(VALUE_MAX)
        .forEach(c -> {
          boolean plain = Character.isLetterOrDigit(c) || "-._~:/?#[]@!$()*+,;=% ".indexOf(c) >= 0;
          if (plain) {
            escaped.appendCodePoint(c);
          } else {
            escaped.append("&#").append(c).append(';');
          }
        });
    return escaped.toString();
  }
}
