package dev.weir.cache.vary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a client likes, and how well: Accept-Language and Accept-Encoding (RFC 9110 §12.4.2 Quality
/// Values).
final class Preferences {
  private static final Pattern MEMBER =
      Pattern.compile(
          "([A-Za-z0-9*-]{1,64})(?:[ \\t]*;[ \\t]*q=(0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?))?",
          Pattern.CASE_INSENSITIVE);
  private static final int MEMBERS_MAX = 64;
  private static final int WHOLE = 1000;

  private record Liking(String what, int thousandths) {}

  private Preferences() {}

  /// The same text for all values that mean the same: in lower case, the best liked first, equals
  /// by name. A value that is no such list stays as it is.
  static String normal(String value) {
    List<Liking> likings = read(value);
    return likings.isEmpty()
        ? value
        : likings.stream()
            .map(it -> it.thousandths == WHOLE ? it.what : it.what + ";" + it.thousandths)
            .collect(Collectors.joining(","));
  }

  /// What is liked better than anything else; empty where two are liked alike, or anything is.
  static Optional<String> best(String value) {
    List<Liking> likings = read(value);
    if (likings.isEmpty()
        || likings.getFirst().what.equals("*")
        || likings.getFirst().thousandths == 0
        || (likings.size() > 1 && likings.get(1).thousandths == likings.getFirst().thousandths)) {
      return Optional.empty();
    }
    return Optional.of(likings.getFirst().what);
  }

  private static List<Liking> read(String value) {
    var likings = new ArrayList<Liking>();
    for (String member : value.split(",", MEMBERS_MAX + 1)) {
      Matcher parts = MEMBER.matcher(member.strip());
      if (!parts.matches()) {
        if (member.isBlank()) {
          continue;
        }
        return List.of();
      }
      likings.add(new Liking(parts.group(1).toLowerCase(Locale.ROOT), thousandths(parts.group(2))));
    }
    likings.sort(
        Comparator.comparingInt(Liking::thousandths).reversed().thenComparing(Liking::what));
    return likings;
  }

  private static int thousandths(@Nullable String quality) {
    if (quality == null) {
      return WHOLE;
    }
    String digits = (quality.length() > 2 ? quality.substring(2) : "") + "000";
    return quality.startsWith("1") ? WHOLE : Integer.parseInt(digits.substring(0, 3));
  }
}
