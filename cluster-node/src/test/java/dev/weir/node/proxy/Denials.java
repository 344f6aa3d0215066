package dev.weir.node.proxy;

import dev.weir.cache.match.Regex;
import dev.weir.cache.operator.Selector;
import dev.weir.node.proxy.access.Access;
import dev.weir.node.proxy.access.AccessRule;
import dev.weir.node.proxy.access.AccessRules;
import dev.weir.node.proxy.access.BlockPage;
import dev.weir.node.proxy.access.list.PrefixSet;
import dev.weir.node.proxy.icap.Adaptation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is denied in tests.
final class Denials {
  private Denials() {}

  /// By these rules; what a rule of responses denies is replaced by a page.
  static Access access(List<AccessRule> requests, List<AccessRule> responses) {
    var page = new BlockPage("<p>{url} denied by {rule} at {node}</p>");
    return new Access(
        new AccessRules(requests, responses),
        Optional.empty(),
        responses.isEmpty() ? Optional.empty() : Optional.of(page),
        Adaptation.NONE);
  }

  static AccessRule ofUrl(String expression) {
    var urls = List.of(Regex.of(expression).orElseThrow());
    return new AccessRule(
        "no-secret",
        false,
        Selector.EVERYTHING,
        AccessRule.From.ANYBODY,
        new AccessRule.To(Set.of(), Set.of(), urls, List.of(), Optional.empty()));
  }

  static AccessRule ofImages() {
    return new AccessRule(
        "no-images",
        false,
        new Selector(List.of(), List.of(), List.of("image/*"), List.of()),
        AccessRule.From.ANYBODY,
        AccessRule.To.ANYTHING);
  }

  /// Of whatever is there.
  static AccessRule to(String prefix) {
    return new AccessRule(
        "not-there",
        false,
        Selector.EVERYTHING,
        AccessRule.From.ANYBODY,
        new AccessRule.To(
            Set.of(), Set.of(), List.of(), List.of(), Optional.of(PrefixSet.of(prefix))));
  }

  static AccessRule ofBob() {
    return new AccessRule(
        "no-bob",
        false,
        Selector.EVERYTHING,
        new AccessRule.From(Set.of(), Set.of(), Set.of("bob"), List.of()),
        AccessRule.To.ANYTHING);
  }
}
