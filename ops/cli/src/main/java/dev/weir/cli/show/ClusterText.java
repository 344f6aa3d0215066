package dev.weir.cli.show;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `show cluster`: the grid's members beside the caches that the routers list.
///
/// The routers decide who receives traffic; a difference between the two columns is marked.
public final class ClusterText {
  private ClusterText() {}

  /// The two views side by side.
  public static String of(Answer.Cluster cluster) {
    var names = new TreeMap<String, @Nullable String>();
    for (Answer.Member member : cluster.members()) {
      String address = member.address();
      if (address != null) {
        names.put(address, member.name());
      }
    }
    Set<String> routerView = new HashSet<>(cluster.routerView());
    var all = new TreeSet<>(names.keySet());
    all.addAll(routerView);

    Answer.Self self = cluster.self();
    String own = self == null ? null : self.address();
    var text = new Text();
    text.field(0, 17, "Cluster", cluster.state());
    text.field(0, 17, "This node", self == null ? null : self.name() + " " + own);
    text.field(0, 17, "Published table", published(cluster.published()));
    text.line("").line("Address          Name             Cluster  Router view");
    int differences = 0;
    for (String address : all) {
      boolean inGrid = names.containsKey(address);
      boolean inView = routerView.contains(address);
      differences += inGrid == inView ? 0 : 1;
      String remark =
          cluster.dead().contains(address)
              ? "<< dead: its buckets are given away"
              : remark(inGrid, inView, address.equals(own));
      text.line(row(address, names.get(address), inGrid, inView, remark));
    }
    return text.line("").line(verdict(differences)).toString();
  }

  private static String remark(boolean inGrid, boolean inView, boolean own) {
    if (inGrid && !inView) {
      return "<< no router lists it: it receives nothing";
    }
    if (inView && !inGrid) {
      return "<< not in the cluster: it keeps its own copies";
    }
    return own ? "this node" : "";
  }

  private static String row(
      String address, @Nullable String name, boolean inGrid, boolean inView, String remark) {
    return "%-15s  %-15s  %-7s  %-11s  %s"
        .formatted(
            Text.value(address),
            Text.value(name),
            inGrid ? "yes" : "-",
            inView ? "yes" : "-",
            remark)
        .stripTrailing();
  }

  private static @Nullable String published(Answer.@Nullable Table table) {
    if (table == null) {
      return null;
    }
    long assigned = table.table().stream().filter(owner -> owner != null).count();
    return "key %s by %s, %d buckets assigned".formatted(table.key(), table.by(), assigned);
  }

  private static String verdict(int differences) {
    return differences == 0
        ? "The cluster and the routers agree."
        : "The cluster and the routers differ in " + differences + " of the lines above.";
  }
}
