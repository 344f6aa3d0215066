package dev.weir.node.proxy.chain;

import java.util.List;
import java.util.Optional;

/// Rules in their order: the first that is about a request decides whom it is asked of. Immutable.
public record ChainRules(List<ChainRule> rules) {
  /// None at all.
  public static final ChainRules NONE = new ChainRules(List.of());

  /// What comes of a request.
  public sealed interface Decision {
    /// This rule decides; none: the origin is asked.
    record Decided(Optional<ChainRule> rule) implements Decision {}

    /// It depends on where the host is.
    record Unknown() implements Decision {}
  }

  private static final Decision UNKNOWN = new Decision.Unknown();

  /// Copies the list.
  public ChainRules {
    rules = List.copyOf(rules);
  }

  /// Decides, unless a rule is met that depends on where the host is while that is not known.
  public Decision decide(ChainRequest request) {
    for (ChainRule rule : rules) {
      if (rule.about().matches(request)) {
        if (request.destination().isEmpty() && !rule.about().prefixes().isEmpty()) {
          return UNKNOWN;
        }
        if (rule.about().isThere(request)) {
          return new Decision.Decided(Optional.of(rule));
        }
      }
    }
    return new Decision.Decided(Optional.empty());
  }

  /// Decides although it may not be known where the host is: then no rule that depends on it does.
  public Optional<ChainRule> decideNow(ChainRequest request) {
    return rules.stream()
        .filter(rule -> rule.about().matches(request) && rule.about().isThere(request))
        .findFirst();
  }
}
