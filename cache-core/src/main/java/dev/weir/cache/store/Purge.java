package dev.weir.cache.store;

import dev.weir.cache.match.Regex;
import dev.weir.cache.message.Fields;
import dev.weir.cache.rule.CacheKey;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What is to be forgotten: one URL, a host, what begins alike, what carries a surrogate key, or
/// what an origin has put into a group, or whose URL has an expression in it.
///
/// @param text of a URL `http://HOST/PATH?QUERY`, host and scheme in lower case and without the
///   default port; of a host its name, with a port only that port; of a prefix the beginning of
///   such a URL, with the whole host; of a key the key; of a group `http://HOST/#GROUP`, where
///   GROUP has `%25`, `%20`, `%22` and `%23` for percent sign, space, quote and number sign
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
    KEY,
    /// All of an origin whose response names a group in Cache-Groups.
    GROUP,
    /// All in whose URL an expression of RE2 is found; hidden at once, dropped a little later.
    REGEX;

    /// The word for it in queries and labels.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The longest text.
  public static final int TEXT_CHARS_MAX = 4096;

  /// A response with more keys and groups is not kept: it could not be found by all of them.
  public static final int TAGS_MAX = 256;

  /// What a text of a kind means; empty if it means nothing.
  public static Optional<Purge> parse(Kind kind, String text) {
    return PurgeText.parse(kind, text);
  }

  /// The one key that it means; empty where it may mean several.
  public Optional<CacheKey> key() {
    int host = text.indexOf("//") + 2;
    int scheme = text.indexOf(':');
    int path = text.indexOf('/', host);
    return kind == Kind.URL && path > 0
        ? Optional.of(
            new CacheKey(
                text.substring(0, scheme), text.substring(host, path), text.substring(path)))
        : Optional.empty();
  }

  /// What means a group of the origin that a key belongs to.
  static Purge ofGroup(CacheKey key, String group) {
    String written = group.replace("%", "%25").replace(" ", "%20").replace("\"", "%22");
    return new Purge(
        Kind.GROUP, key.scheme() + "://" + key.authority() + "/#" + written.replace("#", "%23"));
  }

  /// Whether it means a response that came for a key with these fields.
  public boolean covers(CacheKey key, Fields response) {
    return isTag() ? tags(key, response).contains(this) : covers(key);
  }

  /// Whether a response says itself that this means it.
  public boolean isTag() {
    return kind == Kind.KEY || kind == Kind.GROUP;
  }

  /// Whether it means a key, whatever is stored there; never by surrogate key or group.
  boolean covers(CacheKey key) {
    return switch (kind) {
      case URL -> key.url().equals(text);
      case HOST -> key.authority().equals(text) || host(key.authority()).equals(text);
      case PREFIX -> key.url().startsWith(text);
      case KEY, GROUP -> false;
      case REGEX -> coverage().test(key);
    };
  }

  /// Whether it means a key, whatever is stored there, made ready to be asked often.
  Predicate<CacheKey> coverage() {
    if (kind != Kind.REGEX) {
      return this::covers;
    }
    Regex regex = Regex.of(text).orElseThrow();
    return key -> regex.isIn(key.url());
  }

  private static String host(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon < 0 || authority.endsWith("]") ? authority : authority.substring(0, colon);
  }

  /// What the response for a key says itself of what means it: its surrogate keys, which
  /// Surrogate-Key has between spaces and Cache-Tag between commas, and its groups.
  public static Set<Purge> tags(CacheKey key, Fields response) {
    if (!response.has("Surrogate-Key")
        && !response.has("Cache-Tag")
        && !response.has("Cache-Groups")) {
      return Set.of();
    }
    var tags = new LinkedHashSet<Purge>();
    response.all("Surrogate-Key").forEach(line -> add(line.split("[ \t]+", -1), tags));
    response.all("Cache-Tag").forEach(line -> add(line.split(",", -1), tags));
    CacheGroups.of(key, response).forEach(tags::add);
    return tags;
  }

  private static void add(String[] texts, Set<Purge> to) {
    for (String text : texts) {
      if (!text.isBlank()) {
        to.add(new Purge(Kind.KEY, text.strip()));
      }
    }
  }
}
