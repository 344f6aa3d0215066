package dev.weir.cache.operator;

import java.util.Optional;
import java.util.stream.Stream;

/// What the rules order about one request and its response.
///
/// @param asker the rule for who asks
/// @param object the rule for the object, whoever asks; often the same
public record Ruling(Optional<OperatorRule> asker, Optional<OperatorRule> object) {
  /// Nothing is ordered.
  public static final Ruling NOTHING = new Ruling(Optional.empty(), Optional.empty());

  /// The rule by which the object is for nobody's store: it is not even served from there.
  public Optional<OperatorRule> unstored() {
    return object.filter(rule -> !rule.stores());
  }

  /// The rule by which what comes now is not stored: of the object, or of who asks.
  public Optional<OperatorRule> refusing() {
    return both().filter(rule -> !rule.stores()).findFirst();
  }

  /// The rule by which a body of this length is not stored.
  public Optional<OperatorRule> refusing(long octets) {
    return both().filter(rule -> octets > rule.bodyOctetsMax().orElse(Long.MAX_VALUE)).findFirst();
  }

  /// The longest body that is stored.
  public long bodyOctetsMax(long unruled) {
    return both()
        .mapToLong(rule -> rule.bodyOctetsMax().orElse(unruled))
        .reduce(unruled, Math::min);
  }

  /// How long it is to be fresh.
  public Lifetime lifetime() {
    return object.map(OperatorRule::lifetime).orElse(Lifetime.UNCHANGED);
  }

  /// What a wish for something fresh means.
  public Reload reload() {
    return asker.map(OperatorRule::reload).orElse(Reload.HONOUR);
  }

  private Stream<OperatorRule> both() {
    return Stream.of(object, asker).flatMap(Optional::stream);
  }
}
