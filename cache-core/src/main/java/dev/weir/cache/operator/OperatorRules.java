package dev.weir.cache.operator;

import java.util.List;
import java.util.Optional;

/// Rules in their order: the first that is about something decides. Immutable.
///
/// What is stored is for all clients, so it is decided twice: about *who asks* by the first of all
/// rules, and about *the object* by the first of those that are about all clients. Where both order
/// something of storing the stricter holds; the lifetime is the object's alone. So nobody's rule
/// changes what others get.
public record OperatorRules(List<OperatorRule> rules) {
  /// None at all.
  public static final OperatorRules NONE = new OperatorRules(List.of());

  /// Copies the list.
  public OperatorRules {
    rules = List.copyOf(rules);
  }

  /// Whether there is nothing to ask.
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /// What is ordered about a subject.
  public Ruling about(Subject subject) {
    Optional<OperatorRule> asked = first(subject, false);
    boolean forSome = asked.filter(it -> it.about().byClient()).isPresent();
    return new Ruling(asked, forSome ? first(subject, true) : asked);
  }

  private Optional<OperatorRule> first(Subject subject, boolean forAll) {
    for (OperatorRule rule : rules) {
      if (!(forAll && rule.about().byClient()) && rule.about().matches(subject)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }
}
