package dev.weir.cache.store;

import dev.weir.cache.match.Regex;
import dev.weir.cache.store.Purge.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The texts of purges, as operators and other nodes write them. Total: what means nothing is
/// empty.
final class PurgeText {
  private static final Pattern PARTS =
      Pattern.compile("([Hh][Tt][Tt][Pp][Ss]?)://([A-Za-z0-9.:_-]{1,255})(/[^#]*)?(#[^#]*)?");

  private PurgeText() {}

  /// What a text of a kind means; empty if it means nothing.
  static Optional<Purge> parse(Kind kind, String text) {
    boolean plain =
        text.length() <= Purge.TEXT_CHARS_MAX && text.chars().allMatch(c -> c > ' ' && c < 127);
    if (!plain || text.isEmpty()) {
      return Optional.empty();
    }
    return switch (kind) {
      case URL, PREFIX, GROUP -> normal(kind, text);
      case HOST ->
          text.matches("[A-Za-z0-9.:_-]{1,255}")
              ? Optional.of(new Purge(kind, text.toLowerCase(Locale.ROOT)))
              : Optional.empty();
      case KEY -> text.indexOf(',') < 0 ? Optional.of(new Purge(kind, text)) : Optional.empty();
      case REGEX ->
          Regex.isModest(text) ? Regex.of(text).map(_ -> new Purge(kind, text)) : Optional.empty();
    };
  }

  private static Optional<Purge> normal(Kind kind, String text) {
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches() || (parts.group(4) == null) == (kind == Kind.GROUP)) {
      return Optional.empty();
    }
    String path = parts.group(3);
    if (kind == Kind.GROUP ? path != null && !path.equals("/") : path == null && kind != Kind.URL) {
      return Optional.empty();
    }
    String target = (path == null ? "/" : path) + (kind == Kind.GROUP ? parts.group(4) : "");
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    String authority = parts.group(2).toLowerCase(Locale.ROOT);
    String usual = scheme.equals("http") ? ":80" : ":443";
    String named =
        authority.endsWith(usual)
            ? authority.substring(0, authority.length() - usual.length())
            : authority;
    return Optional.of(new Purge(kind, scheme + "://" + named + target))
        .filter(_ -> !named.isEmpty());
  }
}
