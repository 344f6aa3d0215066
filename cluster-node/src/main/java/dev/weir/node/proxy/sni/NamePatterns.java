package dev.weir.node.proxy.sni;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Host patterns of a configuration: a name, `*.` before one for all names below it, or `*` for all.
/// A look-up takes as long as the name is, however many patterns there are.
final class NamePatterns {
  private final Set<String> exact = new HashSet<>();
  private final Set<String> below = new HashSet<>();
  private final boolean all;

  NamePatterns(List<String> patterns) {
    this.all = patterns.contains("*");
    for (String pattern : patterns) {
      if (pattern.startsWith("*.")) {
        below.add(pattern.substring(2));
      } else {
        exact.add(pattern);
      }
    }
  }

  boolean isEmpty() {
    return !all && exact.isEmpty() && below.isEmpty();
  }

  /// Whether one of them is about a name in lower case; a dot at its end means nothing.
  boolean match(String name) {
    String host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (all || exact.contains(host)) {
      return true;
    }
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      if (below.contains(host.substring(dot + 1))) {
        return true;
      }
    }
    return false;
  }
}
