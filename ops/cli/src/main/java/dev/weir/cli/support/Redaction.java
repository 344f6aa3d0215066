package dev.weir.cli.support;

import java.util.regex.Pattern;

/// Takes out of a text what may be a secret, line by line. Pure.
///
/// What is left says that something was there: `***`. References to secrets, such as
/// `file:/etc/weir/wccp.password`, stay, for they are none.
final class Redaction {
  private static final String GONE = "***";
  private static final String VALUE = "(?!\\s*(?:file|env):)\\s*(\"[^\"]*\"|'[^']*'|[^\\s,}\\]]+)";
  private static final Pattern KEY =
      Pattern.compile(
          "(?i)((?:[a-z0-9_-]*(?:password|passwd|secret|token|credential|api[-_]?key)|community)"
              + "\"?\\s*[:=])"
              + VALUE);
  private static final Pattern CISCO = Pattern.compile("(?i)(\\bpassword\\s+(?:[07]\\s+)?)(\\S+)");
  private static final Pattern FIELD =
      Pattern.compile("(?i)((?:proxy-)?authorization|cookie|set-cookie)(\"?\\s*[:=]\\s*).*");
  private static final Pattern USER = Pattern.compile("(://)[^/@\\s\"]+@");
  private static final Pattern QUERY = Pattern.compile("(https?://[^\\s\"?]+\\?)[^\\s\"]+");
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]*-----|\\z)");

  private Redaction() {}

  /// The text without secrets.
  static String of(String text) {
    String clean = PEM.matcher(text).replaceAll(GONE);
    clean = FIELD.matcher(clean).replaceAll("$1$2" + GONE);
    clean = KEY.matcher(clean).replaceAll("$1 " + GONE);
    clean = CISCO.matcher(clean).replaceAll("$1" + GONE);
    clean = USER.matcher(clean).replaceAll("$1" + GONE + "@");
    return QUERY.matcher(clean).replaceAll("$1" + GONE);
  }
}
