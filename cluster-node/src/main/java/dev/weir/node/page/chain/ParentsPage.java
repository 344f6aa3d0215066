package dev.weir.node.page.chain;

import dev.weir.node.proxy.chain.ChainPolicy;
import dev.weir.node.proxy.chain.ChainRequest;
import dev.weir.node.proxy.chain.ChainRule;
import dev.weir.node.proxy.chain.ChainRules.Decision;
import dev.weir.node.proxy.chain.ParentBoard;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `/v1/parents`: the proxies that are asked in place of origins; and what the chain rules make of
/// a request.
public final class ParentsPage {
  private ParentsPage() {}

  /// The page of one moment.
  public static Map<String, Object> of(ParentBoard board) {
    var page = new LinkedHashMap<String, Object>();
    page.put("rules", board.policy().rules().rules().size());
    page.put("parents", board.rows());
    return page;
  }

  /// The fields of a page that explain whom a request is asked of.
  public static Map<String, Object> explain(ChainPolicy policy, ChainRequest request) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("chainRules", policy.rules().rules().size());
    switch (policy.rules().decide(request)) {
      case Decision.Decided(Optional<ChainRule> rule) -> {
        rule.ifPresent(it -> fields.put("chainRule", it.name()));
        fields.put("way", rule.map(ParentsPage::way).orElse("direct"));
      }
      case Decision.Unknown _ -> {
        fields.put(
            "way",
            "depends on where the host is; where no rule's prefixes are, "
                + policy.rules().decideNow(request).map(ParentsPage::way).orElse("direct"));
      }
    }
    return fields;
  }

  private static String way(ChainRule rule) {
    if (rule.parents().isEmpty()) {
      return "direct";
    }
    return String.join(", ", rule.parents())
        + " ("
        + rule.choice().name().toLowerCase(Locale.ROOT).replace('_', '-')
        + (rule.fallsBack() ? ", else direct" : "")
        + (rule.stores() ? ")" : ", nothing is kept)");
  }
}
