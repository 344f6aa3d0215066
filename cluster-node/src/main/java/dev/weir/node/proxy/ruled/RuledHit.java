package dev.weir.node.proxy.ruled;

import dev.weir.cache.compact.ReadyHead;
import dev.weir.cache.operator.OperatorRules;
import dev.weir.cache.operator.Subject;
import dev.weir.cache.rule.CacheKey;
import java.util.Optional;

/// What is stored, under the operator's rules, for whoever asks for it plainly: without any wish
/// about freshness, who asks makes no difference, for what is stored is for all.
public final class RuledHit {
  private RuledHit() {}

  /// Whether it is served as if there were no rules: none forbids that, and none is named as the
  /// one that has decided how long it is fresh.
  public static boolean isUnruled(OperatorRules rules, ReadyHead stored) {
    if (rules.isEmpty()) {
      return true;
    }
    if (stored.head().lastsByRule()) {
      return false;
    }
    CacheKey key = stored.key();
    var subject =
        new Subject(
            Subject.hostOf(key.authority()),
            key.target(),
            0,
            Optional.of(Subject.mediaType(stored.type())));
    return rules.about(subject).unstored().isEmpty();
  }
}
