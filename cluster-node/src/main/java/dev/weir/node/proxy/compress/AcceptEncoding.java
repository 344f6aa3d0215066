package dev.weir.node.proxy.compress;

import dev.weir.cache.message.Fields;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much a client wants a coding (RFC 9110 §12.5.3, §12.4.2). Pure and total.
final class AcceptEncoding {
  private static final Pattern COMMA = Pattern.compile(",");
  private static final Pattern MEMBER =
      Pattern.compile(
          "\\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\\s*(?:;\\s*[Qq]=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?))?\\s*");

  /// RFC 9110 §8.4.1.3.
  private static final Map<String, String> OLD = Map.of("gzip", "x-gzip");

  private AcceptEncoding() {}

  /// In thousandths, of the coding named so; 0: it does not take it. What cannot be read counts for
  /// nothing.
  static int weight(Fields request, String coding) {
    int named = -1;
    int others = -1;
    for (String line : request.all("Accept-Encoding")) {
      for (String member : COMMA.split(line, -1)) {
        Matcher parts = MEMBER.matcher(member);
        if (parts.matches()) {
          String name = parts.group(1).toLowerCase(Locale.ROOT);
          int weight = thousandths(parts.group(2));
          named = name.equals(coding) || name.equals(OLD.get(coding)) ? weight : named;
          others = name.equals("*") ? weight : others;
        }
      }
    }
    return named >= 0 ? named : Math.max(others, 0);
  }

  private static int thousandths(@org.jspecify.annotations.Nullable String weight) {
    return weight == null ? 1000 : (int) Math.round(Double.parseDouble(weight) * 1000);
  }
}
