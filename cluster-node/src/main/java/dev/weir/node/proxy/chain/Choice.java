package dev.weir.node.proxy.chain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// In which order the living parents of a rule are tried. Pure.
public enum Choice {
  /// Each in its turn, by weight.
  ROUND_ROBIN,
  /// Each URL at the same one, by weight; when one dies only what was there moves.
  HASH,
  /// In the order of the rule.
  FIRST_ALIVE;

  /// The parents in their order.
  ///
  /// @param turn counts the requests of the rule
  /// @param url what is asked for
  List<Parent> order(List<Parent> alive, int turn, String url) {
    return switch (this) {
      case ROUND_ROBIN -> inTurn(alive, turn);
      case HASH ->
          alive.stream()
              .sorted(
                  Comparator.comparingDouble((Parent it) -> -score(it, url))
                      .thenComparing(Parent::name))
              .toList();
      case FIRST_ALIVE -> List.copyOf(alive);
    };
  }

  private static List<Parent> inTurn(List<Parent> alive, int turn) {
    int weights = alive.stream().mapToInt(Parent::weight).sum();
    if (weights == 0) {
      return List.of();
    }
    int left = Math.floorMod(turn, weights);
    int first = 0;
    while (left >= alive.get(first).weight()) {
      left -= alive.get(first).weight();
      first++;
    }
    var order = new ArrayList<>(alive.subList(first, alive.size()));
    order.addAll(alive.subList(0, first));
    return order;
  }

  /// The highest takes it (weighted rendezvous hashing, Thaler and Ravishankar).
  private static double score(Parent parent, String url) {
    long mixed = mix(mix(url.hashCode()) ^ (parent.name().hashCode() * 0x9e3779b97f4a7c15L));
    double unit = ((mixed >>> 11) + 0.5) * 0x1.0p-53;
    return -parent.weight() / Math.log(unit);
  }

  /// The finaliser of SplitMix64.
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
