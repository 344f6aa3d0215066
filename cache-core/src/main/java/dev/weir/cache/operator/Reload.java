package dev.weir.cache.operator;

import dev.weir.cache.message.CacheControl;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeMap;

/// What a client's wish for something fresh means: `no-cache`, `max-age` and `min-fresh` of a
/// request's Cache-Control, and Pragma.
public enum Reload {
  /// What HTTP says: the origin is asked (RFC 9111 §5.2.1).
  HONOUR,
  /// The origin is asked whether the stored one still holds, and never for the whole of it: what
  /// has no validator is served while it is fresh.
  REVALIDATE,
  /// Nothing.
  IGNORE;

  private static final Set<String> WISHES = Set.of("no-cache", "max-age", "min-fresh");

  /// The request as it is treated.
  ///
  /// @param validator whether what is stored for it can be asked after
  public RequestHead treated(RequestHead request, boolean validator) {
    Fields fields = request.fields();
    boolean unchanged = this == HONOUR || (this == REVALIDATE && validator);
    return unchanged || !(fields.has("Cache-Control") || fields.has("Pragma"))
        ? request
        : request.withFields(withoutWishes(fields));
  }

  private static Fields withoutWishes(Fields fields) {
    var left = new ArrayList<String>();
    new TreeMap<>(CacheControl.of(fields).directives())
        .forEach((name, argument) -> {
          if (!WISHES.contains(name)) {
            left.add(argument.isEmpty() ? name : name + "=" + argument);
          }
        });
    Fields others = fields.without(Set.of("cache-control", "pragma"));
    return left.isEmpty() ? others : others.with("Cache-Control", String.join(", ", left));
  }
}
