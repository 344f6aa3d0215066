package dev.weir.cache.store;

import dev.weir.cache.message.Fields;
import dev.weir.cache.rule.CacheKey;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is to be forgotten: one URL, a host, what begins alike, or what carries a surrogate key.
///
/// @param text of a URL `http://HOST/PATH?QUERY`, host and scheme in lower case and without the
///   default port; of a host its name, with a port only that port; of a prefix the beginning of
///   such a URL, with the whole host; of a key the key
public record Purge(Kind kind, String text) {
  /// How it is said what to forget.
  public enum Kind {
    /// One URL, all its variants.
    URL,
    /// All URLs of a host.
    HOST,
    /// All URLs that begin with a text.
    PREFIX,
    /// All whose response has a key in Surrogate-Key or Cache-Tag.
    KEY;

    /// The word for it in queries and labels.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The longest text.
  public static final int TEXT_CHARS_MAX = 4096;

  /// A response with more keys is not kept: it could not be found by all of them.
  public static final int KEYS_MAX = 256;

  private static final Pattern PARTS =
      Pattern.compile("([Hh][Tt][Tt][Pp])://([A-Za-z0-9.:_-]{1,255}?)(?::80)?(/[^#]*)?");

  /// What a text of a kind means; empty if it means nothing.
  public static Optional<Purge> parse(Kind kind, String text) {
    boolean plain =
        text.length() <= TEXT_CHARS_MAX && text.chars().allMatch(c -> c > ' ' && c < 127);
    if (!plain || text.isEmpty()) {
      return Optional.empty();
    }
    return switch (kind) {
      case URL, PREFIX -> normal(kind, text);
      case HOST ->
          text.matches("[A-Za-z0-9.:_-]{1,255}")
              ? Optional.of(new Purge(kind, text.toLowerCase(Locale.ROOT)))
              : Optional.empty();
      case KEY -> text.indexOf(',') < 0 ? Optional.of(new Purge(kind, text)) : Optional.empty();
    };
  }

  private static Optional<Purge> normal(Kind kind, String text) {
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches() || (kind == Kind.PREFIX && parts.group(3) == null)) {
      return Optional.empty();
    }
    String target = parts.group(3) == null ? "/" : parts.group(3);
    return Optional.of(
        new Purge(kind, "http://" + parts.group(2).toLowerCase(Locale.ROOT) + target));
  }

  /// The one key that it means; empty where it may mean several.
  public Optional<CacheKey> key() {
    int host = text.indexOf("//") + 2;
    int path = text.indexOf('/', host);
    return kind == Kind.URL && path > 0
        ? Optional.of(new CacheKey("http", text.substring(host, path), text.substring(path)))
        : Optional.empty();
  }

  /// Whether it means a response that came for a key with these fields.
  public boolean covers(CacheKey key, Fields response) {
    return this.kind == Kind.KEY ? keys(response).contains(text) : covers(key);
  }

  /// Whether it means a key, whatever is stored there; never by surrogate key.
  boolean covers(CacheKey key) {
    return switch (kind) {
      case URL -> key.url().equals(text);
      case HOST -> key.authority().equals(text) || host(key.authority()).equals(text);
      case PREFIX -> key.url().startsWith(text);
      case KEY -> false;
    };
  }

  private static String host(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon < 0 || authority.endsWith("]") ? authority : authority.substring(0, colon);
  }

  /// The surrogate keys of a response: Surrogate-Key has them between spaces, Cache-Tag between
  /// commas.
  public static Set<String> keys(Fields response) {
    if (!response.has("Surrogate-Key") && !response.has("Cache-Tag")) {
      return Set.of();
    }
    var keys = new LinkedHashSet<String>();
    response.all("Surrogate-Key").forEach(line -> add(line.split("[ \t]+", -1), keys));
    response.all("Cache-Tag").forEach(line -> add(line.split(",", -1), keys));
    return keys;
  }

  private static void add(String[] texts, Set<String> to) {
    for (String text : texts) {
      if (!text.isBlank()) {
        to.add(text.strip());
      }
    }
  }
}
