package dev.weir.node.proxy.quick;

import dev.weir.cache.operator.ClientPrefix;
import dev.weir.cache.operator.Lifetime;
import dev.weir.cache.operator.OperatorRule;
import dev.weir.cache.operator.OperatorRules;
import dev.weir.cache.operator.PathPattern;
import dev.weir.cache.operator.Reload;
import dev.weir.cache.operator.Selector;
import dev.weir.cache.rule.CacheKey;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.OwnerLookup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// In what a front stands: what rules there are, and whose keys are.
enum World {
  /// A node that is alone, without rules.
  ALONE,

  /// One with rules about some of what is stored, and about all clients.
  RULED,

  /// One among others: some keys are here, one since after it was stored, some are nobody's.
  AMONG_OTHERS;

  static final long TENURE = 7;

  private static final OperatorRules RULES =
      new OperatorRules(
          List.of(
              rule("path", paths("/empty"), false, Lifetime.UNCHANGED),
              rule("type", types("text/html"), false, Lifetime.UNCHANGED),
              rule("longer", paths("/plain?q=1"), true, atLeast(Duration.ofHours(1))),
              rule("image", types("image/*"), true, Lifetime.UNCHANGED),
              rule("asker", clients(new ClientPrefix(0, 0)), false, Lifetime.UNCHANGED)));

  OperatorRules rules() {
    return this == RULED ? RULES : OperatorRules.NONE;
  }

  OwnerLookup owners() {
    return this == AMONG_OTHERS ? new Shared() : OwnerLookup.EVERYTHING_HERE;
  }

  private static OperatorRule rule(String name, Selector about, boolean stores, Lifetime lasts) {
    return new OperatorRule(
        name, about, stores, OptionalLong.empty(), lasts, stores ? Reload.IGNORE : Reload.HONOUR);
  }

  private static Lifetime atLeast(Duration least) {
    return new Lifetime(Optional.empty(), Optional.of(least), Optional.empty());
  }

  private static Selector paths(String path) {
    var pattern = PathPattern.of(path).orElseThrow();
    return new Selector(List.of(), List.of(pattern), List.of(), List.of());
  }

  private static Selector types(String type) {
    return new Selector(List.of(), List.of(), List.of(type), List.of());
  }

  private static Selector clients(ClientPrefix prefix) {
    return new Selector(List.of(), List.of(), List.of(), List.of(prefix));
  }

  private static final class Shared implements OwnerLookup {
    @Override
    public void ask(
        CacheKey key, InetSocketAddress destination, boolean checked, Consumer<Owner> told) {
      told.accept(checked ? owner(key) : Owner.NOBODY);
    }

    /// Of one key nothing is known at once.
    @Override
    public boolean isKnown(CacheKey key) {
      return !key.target().equals("/long");
    }

    private static Owner owner(CacheKey key) {
      return switch (key.target()) {
        case "/empty" -> Owner.NOBODY;
        case "/plain?q=1" -> Owner.Here.alone(TENURE + 1);
        default -> Owner.Here.alone(TENURE);
      };
    }
  }
}
