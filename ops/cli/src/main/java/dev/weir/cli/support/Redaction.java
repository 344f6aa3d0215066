package dev.weir.cli.support;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes out of a text what may be a secret: what stands where secrets stand, and what is known to
/// be one, wherever it stands. Pure.
///
/// What is left says that something was there: `***`. References to secrets, such as
/// `file:/etc/weir/wccp.password`, stay, for they are none.
final class Redaction {
  private static final String GONE = "***";

  /// The names behind which a secret stands.
  private static final String NAME =
      "(?:[a-z0-9_-]*(?:password|passwd|passphrase|secret|token|credential|api[-_]?key)"
          + "|communit(?:y|ies))";

  private static final String NO_REFERENCE = "(?!\\s*[\"']?(?:file|env):)";
  private static final Pattern NAMED = Pattern.compile("(?i)" + NAME + "|.*authorization|.*cookie");

  /// A name that begins a line of YAML: all that follows on it, and on the next ones of a long
  /// text.
  private static final Pattern LINE =
      Pattern.compile(
          "(?im)^([ \\t]*(?:- +)?[\"']?"
              + NAME
              + "[\"']?[ \\t]*:)(?!\\s*[{\\[])"
              + NO_REFERENCE
              + "(?:[ \\t]*[|>][-+0-9]*[ \\t]*(?:\\n[ \\t]+\\S.*|\\n[ \\t]*(?=\\n[ \\t]))+|\\s+\\S.*)");

  private static final Pattern KEY =
      Pattern.compile(
          "(?i)("
              + NAME
              + "[\"']?\\s*[:=])"
              + NO_REFERENCE
              + "\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|\\[[^]]*]|[^\\s,}\\]]+)");
  private static final Pattern CISCO =
      Pattern.compile("(?i)(\\bpassword\\s+(?:[07]\\s+)?)([^\\s:=]\\S*)");
  private static final Pattern FIELD =
      Pattern.compile("(?i)((?:proxy-)?authorization|cookie|set-cookie)(\"?\\s*[:=]\\s*).*");
  private static final Pattern USER = Pattern.compile("(://)[^/@\\s\"]+@");
  private static final Pattern QUERY =
      Pattern.compile("(https?://[^\\s\"?]+\\?|(?:^|[\\s\"])/[^\\s\"?]*\\?)[^\\s\"]+");
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]*-----|\\z)");

  private final List<String> known;

  /// Of what stands where secrets do, and of these wherever they stand.
  Redaction(Set<String> known) {
    this.known = known.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  /// The text without secrets.
  String of(String text) {
    String clean = text;
    for (String secret : known) {
      clean = clean.replace(secret, GONE);
    }
    clean = PEM.matcher(clean).replaceAll(GONE);
    clean = FIELD.matcher(clean).replaceAll("$1$2" + GONE);
    clean = LINE.matcher(clean).replaceAll("$1 " + GONE);
    clean = KEY.matcher(clean).replaceAll("$1 " + GONE);
    clean = CISCO.matcher(clean).replaceAll("$1" + GONE);
    clean = USER.matcher(clean).replaceAll("$1" + GONE + "@");
    return QUERY.matcher(clean).replaceAll("$1" + GONE);
  }

  /// The same of a page in JSON, each of its texts by itself; what is none is a text.
  String json(String page) {
    try {
      JsonNode tree = JsonMapper.shared().readTree(page);
      return JsonMapper.shared().writeValueAsString(clean(tree));
    } catch (JacksonException _) {
      return of(page);
    }
  }

  private JsonNode clean(JsonNode node) {
    switch (node) {
      case ObjectNode object -> {
        for (Map.Entry<String, JsonNode> it : Set.copyOf(object.properties())) {
          object.set(it.getKey(), clean(it.getKey(), it.getValue()));
        }
      }
      case ArrayNode array -> {
        for (int at = 0; at < array.size(); at++) {
          array.set(at, clean(array.get(at)));
        }
      }
      default -> {
        return node.isString() ? text(of(node.stringValue())) : node;
      }
    }
    return node;
  }

  private JsonNode clean(String name, JsonNode value) {
    Matcher secret = NAMED.matcher(name);
    boolean refers = value.isString() && value.stringValue().matches("(?:file|env):.*");
    return secret.matches() && value.isString() && !refers ? text(GONE) : clean(value);
  }

  private static JsonNode text(String text) {
    return JsonMapper.shared().getNodeFactory().stringNode(text);
  }
}
