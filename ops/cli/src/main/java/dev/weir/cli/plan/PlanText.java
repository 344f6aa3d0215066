package dev.weir.cli.plan;

import dev.weir.cli.show.recent.Columns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What came of a comparison of ways, for people and as JSON. Pure.
final class PlanText {
  private static final double EVEN = 1.1;

  private PlanText() {}

  /// What is told of one service group: each way with equal weights, and the first with better
  /// ones.
  record Compared(String service, long requests, long leftOut, List<Shares> ways, Shares weighted) {
    Compared {
      ways = List.copyOf(ways);
    }

    static Compared of(String service, Traffic traffic, List<Way> ways, int nodes) {
      var even = new ArrayList<Shares>();
      for (Way way : ways) {
        even.add(Shares.even(way, way.loads(traffic), nodes));
      }
      Way first = ways.getFirst();
      return new Compared(
          service,
          traffic.all(),
          traffic.leftOut(),
          even,
          Shares.balanced(first, first.loads(traffic), nodes));
    }
  }

  static String of(Compared of) {
    var text = new StringBuilder();
    text.append("Service ").append(of.service()).append(": ").append(of.requests());
    text.append(" requests or connections\n");
    if (of.requests() == 0) {
      return text.append("  nothing of it was seen\n").toString();
    }
    var table = new Columns("  Way", ">Slots", ">Empty", ">Busiest node", ">Skew");
    for (Shares shares : of.ways()) {
      table.row(
          "  " + shares.way().name(),
          shares.way().slots(),
          shares.empty(),
          percent(shares),
          decimal(shares.skew()));
    }
    text.append(table).append(advice(of));
    if (of.leftOut() > 0) {
      text.append("  Left out, of too many addresses: ").append(of.leftOut()).append('\n');
    }
    return text.toString();
  }

  private static String advice(Compared of) {
    Shares now = of.ways().getFirst();
    var text = new StringBuilder();
    if (now.skew() <= EVEN) {
      text.append("  Even enough: no weights are needed.\n");
    } else if (of.weighted().skew() < now.skew() - 0.005) {
      text.append("  Weights for ").append(now.way().name()).append(", skew ");
      text.append(decimal(of.weighted().skew())).append(":\n");
      for (int node = 0; node < of.weighted().weights().size(); node++) {
        text.append(
            "    node %d: wccp.weight: %d%n"
                .formatted(node + 1, of.weighted().weights().get(node)));
      }
      text.append("  Nodes are counted from the lowest address.\n");
    } else {
      text.append("  No weights help: one address has more than a node's share.\n");
    }
    Shares best =
        of.ways().stream()
            .filter(it -> it.way().byDestination())
            .min(Comparator.comparingDouble(Shares::skew))
            .orElse(now);
    return best.equals(now) || best.skew() > now.skew() - 0.05
        ? text.toString()
        : text.append("  Most even by destination: ")
            .append(best.way().name())
            .append(".\n")
            .toString();
  }

  private static String percent(Shares shares) {
    double share = shares.skew() * 100 / shares.loads().size();
    return decimal(share) + " %";
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  /// The same for a script.
  static Map<String, Object> tree(Compared of) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("service", of.service());
    tree.put("requests", of.requests());
    tree.put("leftOut", of.leftOut());
    tree.put("ways", of.ways().stream().map(PlanText::tree).toList());
    tree.put("weighted", tree(of.weighted()));
    return tree;
  }

  private static Map<String, Object> tree(Shares shares) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("way", shares.way().name());
    tree.put("slots", shares.way().slots());
    tree.put("empty", shares.empty());
    tree.put("weights", shares.weights());
    tree.put("loads", shares.loads());
    tree.put("skew", shares.skew());
    return tree;
  }
}
