package dev.weir.node.doctor.probe;

import dev.weir.node.doctor.firewall.Chain;
import dev.weir.node.doctor.firewall.Match;
import dev.weir.node.doctor.firewall.Rule;
import dev.weir.node.doctor.firewall.Rule.Verdict;
import dev.weir.node.doctor.firewall.Ruleset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads what `nft -j list ruleset` prints.
final class RulesetReader {
  /// Statements that neither ask nor decide.
  private static final Set<String> HARMLESS =
      Set.of("counter", "log", "mangle", "notrack", "tproxy", "comment");

  private RulesetReader() {}

  static Ruleset read(JsonNode listing) {
    var chains = new ArrayList<Chain>();
    for (JsonNode element : listing.path("nftables")) {
      if (element.has("chain")) {
        chains.add(chain(element.get("chain"), listing));
      }
    }
    return new Ruleset(chains);
  }

  private static Chain chain(JsonNode chain, JsonNode listing) {
    var rules = new ArrayList<Rule>();
    for (JsonNode element : listing.path("nftables")) {
      JsonNode rule = element.path("rule");
      if (text(rule, "chain").equals(text(chain, "name"))
          && text(rule, "table").equals(text(chain, "table"))
          && text(rule, "family").equals(text(chain, "family"))) {
        rules.add(rule(rule.path("expr")));
      }
    }
    return new Chain(
        text(chain, "family"),
        text(chain, "table"),
        text(chain, "name"),
        text(chain, "hook"),
        chain.path("prio").asInt(0),
        text(chain, "policy").equals("drop"),
        rules);
  }

  private static Rule rule(JsonNode statements) {
    var matches = new ArrayList<Match>();
    Verdict verdict = Verdict.CONTINUE;
    String target = "";
    long packets = 0;
    for (JsonNode statement : statements) {
      String kind = statement.propertyNames().stream().findFirst().orElse("");
      switch (kind) {
        case "match" -> matches.add(match(statement.get(kind)));
        case "accept" -> verdict = Verdict.ACCEPT;
        case "drop", "reject" -> verdict = Verdict.DROP;
        case "return" -> verdict = Verdict.RETURN;
        case "jump", "goto" -> {
          verdict = kind.equals("jump") ? Verdict.JUMP : Verdict.GOTO;
          target = text(statement.get(kind), "target");
        }
        default -> {
          if (!HARMLESS.contains(kind)) {
            matches.add(Match.UNKNOWN);
          }
        }
      }
      packets += statement.path("counter").path("packets").asLong(0);
    }
    return new Rule(matches, verdict, target, packets);
  }

  private static Match match(JsonNode match) {
    String operator = text(match, "op");
    JsonNode left = match.path("left");
    String field = field(left);
    List<String> values = values(match.path("right"));
    boolean plain = Set.of("==", "!=", "in").contains(operator) && !values.isEmpty();
    return plain && !field.endsWith(".") && !field.startsWith(".")
        ? new Match(field, operator.equals("!="), values)
        : Match.UNKNOWN;
  }

  private static String field(JsonNode left) {
    if (left.has("payload")) {
      return text(left.get("payload"), "protocol") + "." + text(left.get("payload"), "field");
    }
    if (left.has("ct")) {
      return "ct." + text(left.get("ct"), "key");
    }
    String key = text(left.path("meta"), "key");
    return "meta." + (key.equals("iif") || key.equals("oif") ? key + "name" : key);
  }

  /// Empty when there is something in it that is not understood.
  private static List<String> values(JsonNode right) {
    if (right.isString() && right.asString().startsWith("@")) {
      return List.of();
    }
    if (right.isString() || right.isNumber()) {
      return List.of(right.asString());
    }
    if (right.has("prefix")) {
      JsonNode prefix = right.get("prefix");
      return List.of(text(prefix, "addr") + "/" + prefix.path("len").asInt(32));
    }
    if (right.has("range")) {
      JsonNode range = right.get("range");
      return List.of(range.path(0).asString("") + "-" + range.path(1).asString(""));
    }
    var values = new ArrayList<String>();
    for (JsonNode element : right.isArray() ? right : right.path("set")) {
      List<String> inner = values(element);
      if (inner.isEmpty()) {
        return List.of();
      }
      values.addAll(inner);
    }
    return values;
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }
}
