package dev.weir.lab.scenario.relay;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Buckets;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.OriginContent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Pages of about one KiB, to whom the router brings the requests for each, and who keeps it.
///
/// @param keepers the nodes that have stored each page
record Pages(Buckets table, Map<String, Set<LabHost>> keepers) {
  private static final int OCTETS = 1024;
  private static final int OCTETS_APART = 100;
  private static final int TRIED = 4_000;

  /// URLs of pages of about one KiB, on hosts in turn.
  static List<String> urls(int count) throws LabFailure {
    var urls = new ArrayList<String>();
    for (int i = 0; i < TRIED && urls.size() < count; i++) {
      for (OriginName name : OriginName.ALL) {
        int octets = OriginContent.body(name.host(), "/page/" + i).length;
        if (Math.abs(octets - OCTETS) <= OCTETS_APART && urls.size() < count) {
          urls.add("http://" + name.host() + "/page/" + i);
        }
      }
    }
    if (urls.size() < count) {
      throw new LabFailure("the origins have too few pages of one KiB");
    }
    return urls;
  }

  /// Where these pages are now.
  static Pages of(Stage stage, Buckets table, List<String> urls) throws InterruptedException {
    var keepers = new HashMap<String, Set<LabHost>>();
    urls.forEach(url -> keepers.put(url, new HashSet<>()));
    for (LabHost cache : Plan.CACHES) {
      for (String url : stage.node(cache).inventory()) {
        if (keepers.containsKey(url)) {
          keepers.get(url).add(cache);
        }
      }
    }
    return new Pages(table, keepers);
  }

  /// The node to which the router brings a request.
  LabHost ingress(String url) {
    return Plan.cacheAt(table.owner(OriginName.of(url).bucket()));
  }

  /// What comes to a node and is kept by it alone, or by another one alone.
  List<String> at(LabHost ingress, boolean kept) {
    return keepers.entrySet().stream()
        .filter(page -> page.getValue().size() == 1)
        .filter(page -> page.getValue().contains(ingress) == kept)
        .map(Map.Entry::getKey)
        .filter(url -> ingress(url).equals(ingress))
        .sorted()
        .toList();
  }

  /// How many pages are not kept by exactly one node.
  long astray() {
    return keepers.values().stream().filter(nodes -> nodes.size() != 1).count();
  }
}
