package dev.weir.wccp.scenario;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.MaskSet;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What routers redirect by, in words: how much is whose, and what has moved since it was last
/// asked.
final class Tables {
  private static final String NOBODY = "nobody";

  private final Map<String, Map<Integer, String>> before = new HashMap<>();

  /// The slots per cache, of each router.
  String shares(Map<String, Assignment> tables) {
    var lines = new ArrayList<String>();
    tables.forEach((router, table) -> {
      var shares = new TreeMap<String, Integer>();
      table.shares().forEach((cache, share) -> shares.put(World.name(cache), share.size()));
      lines.add(
          "assignment " + router + ": " + (shares.isEmpty() ? "none" : shares) + alternates(table));
      before.put(router, owners(table));
    });
    return String.join("\n", lines);
  }

  /// How many slots went from whom to whom since they were last shown, at each router.
  String moves(Map<String, Assignment> tables) {
    var lines = new ArrayList<String>();
    tables.forEach((router, table) -> {
      var then = before.getOrDefault(router, Map.of());
      var now = owners(table);
      var moves = new TreeMap<String, Integer>();
      IntStream.range(0, 256)
          .forEach(slot -> {
            var from = then.getOrDefault(slot, NOBODY);
            var to = now.getOrDefault(slot, NOBODY);
            if (!from.equals(to)) {
              moves.merge(from + "->" + to, 1, Integer::sum);
            }
          });
      lines.add("moved at " + router + ": " + (moves.isEmpty() ? "nothing" : moves));
    });
    return String.join("\n", lines);
  }

  /// The buckets that are placed by the alternate hash, if there are any.
  static String alternates(Assignment table) {
    if (!(table instanceof HashAssignment it)) {
      return "";
    }
    var hot = IntStream.range(0, it.slotCount()).filter(it.table()::alternate).boxed().toList();
    return hot.isEmpty() ? "" : " alternate=" + hot;
  }

  /// The owners of buckets by bucket, of values by sequence number.
  private static Map<Integer, String> owners(Assignment table) {
    Map<InetAddress, BucketSet> shares =
        switch (table) {
          case HashAssignment it -> it.shares();
          case MaskAssignment it -> it.sharesByNumber(MaskSet.Mask.DEFAULT);
        };
    var owners = new HashMap<Integer, String>();
    shares.forEach(
        (cache, share) -> share.stream().forEach(slot -> owners.put(slot, World.name(cache))));
    return owners;
  }
}
