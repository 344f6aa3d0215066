package dev.weir.node.proxy.chain;

import dev.weir.cache.match.Regex;
import dev.weir.node.config.ProxyConfig;
import dev.weir.node.config.chain.ChainConfig;
import java.util.List;
import java.util.Optional;

/// The rules by which requests are asked of parents, and the parents. Immutable.
public record ChainPolicy(ChainRules rules, List<Parent> parents) {
  /// Every origin is asked itself.
  public static final ChainPolicy DIRECT = new ChainPolicy(ChainRules.NONE, List.of());

  /// Copies the list.
  public ChainPolicy {
    parents = List.copyOf(parents);
  }

  /// What a configuration orders.
  public static ChainPolicy of(ProxyConfig config) {
    return new ChainPolicy(
        new ChainRules(config.chain().stream().map(ChainPolicy::rule).toList()),
        config.parents().stream().map(Parent::of).toList());
  }

  private static ChainRule rule(ChainConfig config) {
    var about = config.about();
    return new ChainRule(
        config.name(),
        new ChainSubject(
            about.hosts(),
            about.prefixes(),
            about.urls().stream().map(ChainPolicy::regex).toList(),
            about.methods(),
            about.clients()),
        config.to(),
        Choice.valueOf(config.choose().name()),
        config.fallback() == ChainConfig.Fallback.DIRECT,
        config.cache());
  }

  private static Regex regex(String text) {
    return Regex.of(text)
        .orElseThrow(() -> new IllegalStateException("an expression was let pass: " + text));
  }

  /// Whether every origin is asked itself, whatever is asked.
  public boolean isDirect() {
    return rules.rules().isEmpty();
  }

  /// The parent of a name.
  Optional<Parent> parent(String name) {
    return parents.stream().filter(it -> it.name().equals(name)).findFirst();
  }
}
