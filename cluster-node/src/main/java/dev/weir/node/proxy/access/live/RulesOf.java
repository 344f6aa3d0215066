package dev.weir.node.proxy.access.live;

import dev.weir.cache.match.Regex;
import dev.weir.node.config.access.AccessConfig;
import dev.weir.node.config.access.AccessRuleConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.proxy.access.AccessRule;
import dev.weir.node.proxy.access.AccessRules;
import dev.weir.node.proxy.access.WayIn;
import dev.weir.node.proxy.access.list.BlockList;
import dev.weir.node.proxy.access.list.KeptList;
import dev.weir.node.proxy.access.list.PrefixSet;
import dev.weir.node.proxy.ruled.CacheRules;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The rules of a configuration as requests meet them.
final class RulesOf {
  private final Map<String, KeptList> lists;

  private RulesOf(Map<String, KeptList> lists) {
    this.lists = lists;
  }

  /// Those of a configuration whose lists are these.
  static AccessRules config(AccessConfig config, Map<String, KeptList> lists) {
    var of = new RulesOf(lists);
    return new AccessRules(
        config.rules().stream().map(of::rule).toList(),
        config.responses().stream().map(of::rule).toList());
  }

  private AccessRule rule(AccessRuleConfig rule) {
    return new AccessRule(
        rule.name(),
        rule.then() == AccessRuleConfig.Then.ALLOW,
        CacheRules.about(rule.about()),
        from(rule.from()),
        to(rule.to()));
  }

  private static AccessRule.From from(AccessRuleConfig.AccessFrom from) {
    return new AccessRule.From(
        from.ways().stream().map(it -> WayIn.valueOf(it.name())).collect(Collectors.toSet()),
        from.listeners().stream().map(ListenAddress::socketAddress).collect(Collectors.toSet()),
        Set.copyOf(from.users()),
        from.week());
  }

  private AccessRule.To to(AccessRuleConfig.AccessTo to) {
    return new AccessRule.To(
        Set.copyOf(to.methods()),
        Set.copyOf(to.ports()),
        to.urls().stream().map(RulesOf::expression).toList(),
        to.lists().stream().map(this::list).toList(),
        to.destinations().isEmpty() ? Optional.empty() : Optional.of(prefixes(to)));
  }

  private static Regex expression(String text) {
    return Regex.of(text)
        .orElseThrow(() -> new IllegalStateException("an expression was let pass: " + text));
  }

  private Supplier<BlockList> list(String name) {
    KeptList list = lists.get(name);
    if (list == null) {
      throw new IllegalStateException("a list was let pass: " + name);
    }
    return list;
  }

  private static PrefixSet prefixes(AccessRuleConfig.AccessTo to) {
    var builder = new PrefixSet.Builder();
    to.destinations().forEach(it -> builder.add(it.network(), it.length()));
    return builder.build();
  }
}
