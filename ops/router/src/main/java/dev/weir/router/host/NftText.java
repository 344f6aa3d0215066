package dev.weir.router.host;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The forms of nft's language that the router's scripts are made of.
final class NftText {
  private NftText() {}

  /// A chain of these rules, as lines within a table.
  static List<String> chain(String name, List<String> rules) {
    var lines = new ArrayList<String>();
    lines.add("  chain " + name + " {");
    rules.forEach(rule -> lines.add("    " + rule));
    lines.add("  }");
    return lines;
  }

  /// A chain through which all packets come at a hook of the kernel.
  static List<String> hook(String name, String where, List<String> rules) {
    var lines = new ArrayList<String>();
    lines.add("type filter hook " + where + "; policy accept;");
    lines.addAll(rules);
    return chain(name, lines);
  }

  /// A set of device names.
  static String set(List<String> names) {
    return names.stream().map(NftText::quoted).collect(Collectors.joining(", ", "{ ", " }"));
  }

  /// A device name.
  static String quoted(String name) {
    return "\"" + name + "\"";
  }
}
