package dev.weir.node.proxy.ruled;

import dev.weir.cache.operator.ClientPrefix;
import dev.weir.cache.operator.Lifetime;
import dev.weir.cache.operator.OperatorRule;
import dev.weir.cache.operator.OperatorRules;
import dev.weir.cache.operator.PathPattern;
import dev.weir.cache.operator.Reload;
import dev.weir.cache.operator.Selector;
import dev.weir.node.access.Draft;
import dev.weir.node.config.rule.RuleConfig;
import dev.weir.node.config.rule.RuleSubject;
import java.util.List;
import java.util.OptionalLong;

/// The rules of `cache.rules` as the cache takes them.
public final class CacheRules {
  private CacheRules() {}

  /// The rules in their order.
  public static OperatorRules of(List<RuleConfig> rules) {
    return new OperatorRules(rules.stream().map(CacheRules::of).toList());
  }

  private static OperatorRule of(RuleConfig rule) {
    return new OperatorRule(
        rule.name(),
        about(rule.about()),
        rule.store(),
        rule.sizeBytesMax().map(OptionalLong::of).orElse(OptionalLong.empty()),
        new Lifetime(rule.ttl().initial(), rule.ttl().least(), rule.ttl().most()),
        rule.reload().map(it -> Reload.valueOf(it.name())).orElse(Reload.HONOUR));
  }

  /// What a rule is about, as it is matched.
  public static Selector about(RuleSubject about) {
    return new Selector(
        about.hosts(),
        about.paths().stream().map(CacheRules::path).toList(),
        about.types(),
        about.clients().stream()
            .map(it -> new ClientPrefix(Draft.address(it.network()), it.length()))
            .toList());
  }

  private static PathPattern path(String text) {
    return PathPattern.of(text)
        .orElseThrow(() -> new IllegalStateException("a path pattern was let pass: " + text));
  }
}
