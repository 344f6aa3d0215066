package dev.weir.lab.scenario.ownership;

import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.stage.Stage;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// On which nodes each of some URLs is stored, at about one moment.
///
/// @param keepers the nodes that have stored each URL
record Copies(Map<String, Set<LabHost>> keepers) {
  /// Asks these nodes one after the other; one that does not answer has nothing.
  static Copies of(Stage stage, Collection<LabHost> nodes, List<String> urls)
      throws InterruptedException {
    var keepers = new HashMap<String, Set<LabHost>>();
    urls.forEach(url -> keepers.put(url, new HashSet<>()));
    for (LabHost node : nodes) {
      for (String url : stage.node(node).inventory()) {
        keepers.computeIfPresent(
            url,
            (_, those) -> {
              those.add(node);
              return those;
            });
      }
    }
    return new Copies(keepers);
  }

  /// The same of every node.
  static Copies of(Stage stage, List<String> urls) throws InterruptedException {
    return of(stage, Plan.CACHES, urls);
  }

  /// On how many nodes the commonest is stored.
  int most() {
    return keepers.values().stream().mapToInt(Set::size).max().orElse(0);
  }

  /// On how many nodes the rarest is stored.
  int least() {
    return keepers.values().stream().mapToInt(Set::size).min().orElse(0);
  }

  /// How many URLs a node has.
  long on(LabHost node) {
    return keepers.values().stream().filter(those -> those.contains(node)).count();
  }
}
