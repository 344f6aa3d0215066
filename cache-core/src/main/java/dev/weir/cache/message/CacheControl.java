package dev.weir.cache.message;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The directives of Cache-Control (RFC 9111 §5.2), of a request or of a response, or those that a
/// response has for caches that act for its origin (RFC 9213 Targeted HTTP Cache Control).
///
/// Names in lower case; the first of several directives of one name counts (RFC 9111 §4.2.1), but
/// `private` and `no-cache` forbid what any of them forbids. Unknown directives are kept and mean
/// nothing.
///
/// @param targeted whether they are of a targeted field: then Cache-Control and Expires mean
///   nothing (RFC 9213 §2.2 Cache Behavior)
public record CacheControl(Map<String, String> directives, boolean targeted) {
  /// The largest delta-seconds that means something else than "very long" (RFC 9111 §1.2.2).
  public static final long SECONDS_MAX = 2_147_483_648L;

  private static final String TARGETED = "CDN-Cache-Control";
  private static final Set<String> LIFETIMES =
      Set.of("max-age", "s-maxage", "stale-while-revalidate", "stale-if-error");

  /// Copies the directives.
  public CacheControl {
    directives = Map.copyOf(directives);
  }

  /// The directives that a response has for this cache: those of CDN-Cache-Control where there is a
  /// valid one, else of Cache-Control.
  public static CacheControl ofResponse(Fields fields) {
    return fields.has(TARGETED)
        ? StructuredDictionary.in(fields, TARGETED)
            .flatMap(CacheControl::targeted)
            .orElseGet(() -> of(fields))
        : of(fields);
  }

  /// Empty where a lifetime is no number of seconds: then the whole field is passed over, as is one
  /// that cannot be read (RFC 9213 §2.1 Syntax).
  private static Optional<CacheControl> targeted(StructuredDictionary dictionary) {
    var directives = new HashMap<String, String>();
    for (var member : dictionary.members().entrySet()) {
      var value = member.getValue();
      boolean number = value.kind() == StructuredDictionary.Kind.INTEGER;
      if (LIFETIMES.contains(member.getKey()) && (!number || value.text().startsWith("-"))) {
        return Optional.empty();
      }
      if (value.kind() != StructuredDictionary.Kind.FALSE) {
        directives.put(member.getKey(), value.text());
      }
    }
    return Optional.of(new CacheControl(directives, true));
  }

  /// The directives of all Cache-Control lines; none if there is no such line.
  public static CacheControl of(Fields fields) {
    return fields.directives();
  }

  static CacheControl read(Fields fields) {
    var directives = new HashMap<String, String>();
    for (String value : fields.all("Cache-Control")) {
      new DirectiveScanner(value).readAll(directives);
    }
    return new CacheControl(directives, false);
  }

  /// Whether a directive of this lower-case name is there, with or without an argument.
  public boolean has(String directive) {
    return directives.containsKey(directive);
  }

  /// The lower-case names of the fields that a directive is about, such as those of
  /// `no-cache="set-cookie"`; none where it is about the whole response, or absent.
  public Set<String> fieldsOf(String directive) {
    var names = new LinkedHashSet<String>();
    for (String name : directives.getOrDefault(directive, "").split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  /// Whether a directive is there, and about the whole response.
  public boolean hasWhole(String directive) {
    return has(directive) && fieldsOf(directive).isEmpty();
  }

  /// The delta-seconds of a directive (RFC 9111 §1.2.2 Delta Seconds).
  ///
  /// Too large a number is [#SECONDS_MAX]. An argument that is no number is 0: a freshness that
  /// cannot be read is stale (RFC 9111 §4.2.1).
  public Optional<Duration> seconds(String directive) {
    return Optional.ofNullable(directives.get(directive))
        .map(argument -> DeltaSeconds.parse(argument).orElse(Duration.ZERO));
  }
}
