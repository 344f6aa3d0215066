package dev.weir.cli.foreign.log;

import dev.weir.node.access.template.Template;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A `logformat` of Squid's as our template. Pure.
public final class LogFormat {
  /// A percent sign, how it is quoted, its width, its argument, and a code.
  private static final Pattern CODE =
      Pattern.compile("%([\"\\[#/']?)(-?[0-9]*)(\\{[^}]*\\})?([<>]?[A-Za-z]+(?:::[<>A-Za-z_]+)?)");

  /// Squid's codes that say the same as another one here.
  private static final Map<String, String> OTHERS =
      Map.of(">A", ">a", "tl", "tg", "ul", "un", "ue", "un", "us", "un", "rp", ">rp");

  private LogFormat() {}

  /// A template that says the same, but for times, which are of UTC; or why there is none.
  public static Template.Read of(String squid) {
    Matcher codes = CODE.matcher(squid.replace("%%", "%\u0000"));
    var text = new StringBuilder();
    while (codes.find()) {
      codes.appendReplacement(text, Matcher.quoteReplacement(code(codes, squid)));
    }
    codes.appendTail(text);
    return Template.read(text.toString().replace("%\u0000", "%%"));
  }

  private static String code(Matcher code, String squid) {
    boolean quoted =
        code.group(1).equals("\"") || (code.start() > 0 && squid.charAt(code.start() - 1) == '"');
    String name = code.group(4);
    if (name.equals("ui")) {
      return "-"; // nobody asks ident
    }
    String argument = code.group(3) == null ? "" : code.group(3);
    String width = code.group(2).replaceFirst("^-", "");
    return "%" + (quoted ? "\"" : "") + width + argument + OTHERS.getOrDefault(name, name);
  }
}
