package dev.weir.node.proxy.access;

import java.util.Optional;

/// What the rules say.
public sealed interface Verdict {
  /// Nothing is in the way.
  Allowed UNRULED = new Allowed(Optional.empty());

  /// It is carried out.
  ///
  /// @param rule the name of the rule that says so; empty: none is about it
  record Allowed(Optional<String> rule) implements Verdict {}

  /// It is not.
  ///
  /// @param rule the name of the rule that says so
  record Denied(String rule) implements Verdict {}

  /// That depends on where the host is.
  record AskAddress() implements Verdict {}
}
