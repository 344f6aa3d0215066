package dev.weir.cli.bypass;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an operator says of a bypass rule: `WHAT [from|to] [for TIME] [because TEXT...]`.
///
/// @param what a prefix, an address or a name; the node judges it
/// @param side `from` or `to`
/// @param time how long, always if empty
/// @param because the reason, which may be empty
public record BypassWords(String what, String side, Optional<Duration> time, String because) {
  private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,6})([smhd])");

  /// Reads the words in their order.
  ///
  /// @throws IllegalArgumentException with a sentence for the operator when one has no place
  static BypassWords parse(List<String> words) {
    String side = "to";
    Optional<Duration> time = Optional.empty();
    String because = "";
    int at = 1;
    if (at < words.size() && List.of("from", "to").contains(words.get(at))) {
      side = words.get(at++);
    }
    if (at < words.size() && words.get(at).equals("for")) {
      time = Optional.of(time(at + 1 < words.size() ? words.get(at + 1) : ""));
      at += 2;
    }
    if (at < words.size() && words.get(at).equals("because")) {
      because = String.join(" ", words.subList(at + 1, words.size()));
      at = words.size();
    }
    if (at < words.size()) {
      throw new IllegalArgumentException(
          "\"%s\" has no place here; write WHAT [from|to] [for TIME] [because TEXT]"
              .formatted(words.get(at)));
    }
    return new BypassWords(words.getFirst(), side, time, because);
  }

  /// The rule as the query of its page.
  String query() {
    var query = new StringBuilder("?what=").append(encoded(what)).append("&side=").append(side);
    time.ifPresent(it -> query.append("&for=").append(it.toSeconds()));
    if (!because.isEmpty()) {
      query.append("&because=").append(encoded(because));
    }
    return query.toString();
  }

  /// A time in words, such as `30m`.
  ///
  /// @throws IllegalArgumentException with a sentence for the operator when it is none
  public static Duration time(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no time; write a number and s, m, h or d, such as 30m".formatted(text));
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
