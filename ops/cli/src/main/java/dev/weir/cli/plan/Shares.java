package dev.weir.cli.plan;

import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.StickyAssignment;
import dev.weir.wccp.assignment.StickyAssignment.Candidate;
import dev.weir.wccp.assignment.StickyAssignment.Gain;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/// What each node would get of traffic, with the very assignment that designated nodes make.
///
/// @param weights of the nodes, in their order
/// @param loads what each gets
/// @param empty how many slots get nothing
record Shares(Way way, List<Integer> weights, List<Long> loads, int empty) {
  private static final int WEIGHT = 100;
  private static final int ROUNDS = 12;

  Shares {
    weights = List.copyOf(weights);
    loads = List.copyOf(loads);
  }

  /// With equal weights.
  static Shares even(Way way, long[] slots, int nodes) {
    var equal = new Integer[nodes];
    Arrays.fill(equal, WEIGHT);
    return of(way, slots, List.of(equal));
  }

  /// The best that weights can do: who has too much is given less, a few times over.
  static Shares balanced(Way way, long[] slots, int nodes) {
    Shares best = even(way, slots, nodes);
    Shares last = best;
    for (int round = 0; round < ROUNDS; round++) {
      var weights = new ArrayList<Integer>();
      double mean = last.mean();
      for (int node = 0; node < nodes; node++) {
        double wanted = last.weights.get(node) * mean / Math.max(1, last.loads.get(node));
        double half = (last.weights.get(node) + wanted) / 2; // straight there it would swing
        weights.add(Math.clamp(Math.round(half), 1, 1000));
      }
      last = of(way, slots, weights);
      best = last.skew() < best.skew() ? last : best;
    }
    return best;
  }

  private static Shares of(Way way, long[] slots, List<Integer> weights) {
    var candidates = new ArrayList<Candidate>();
    var order = new ArrayList<InetAddress>();
    for (int node = 0; node < weights.size(); node++) {
      var address = Inet4Address.ofLiteral("192.0.2." + (node + 1));
      order.add(address);
      candidates.add(new Candidate(address, weights.get(node)));
    }
    IntFunction<Optional<InetAddress>> owner = owner(way, candidates);
    var loads = new Long[weights.size()];
    Arrays.fill(loads, 0L);
    for (int slot = 0; slot < slots.length; slot++) {
      int node = order.indexOf(owner.apply(slot).orElseThrow());
      loads[node] += slots[slot];
    }
    int empty = (int) Arrays.stream(slots).filter(load -> load == 0).count();
    return new Shares(way, weights, List.of(loads), empty);
  }

  private static IntFunction<Optional<InetAddress>> owner(Way way, List<Candidate> candidates) {
    if (way.mask().isEmpty()) {
      return StickyAssignment.next(candidates, HashAssignment.NONE, Map.of())::owner;
    }
    var mask = way.mask().get();
    var values =
        StickyAssignment.next(mask, candidates, MaskAssignment.NONE, Map.of(), Gain.WHOLE)
            .sets()
            .getFirst()
            .values();
    return slot -> Optional.of(values.get(slot).cache());
  }

  private double mean() {
    return Math.max(1, loads.stream().mapToLong(Long::longValue).sum()) / (double) loads.size();
  }

  /// What the busiest node gets, as a multiple of an even share: 1 is even.
  double skew() {
    return loads.stream().mapToLong(Long::longValue).max().orElse(0) / mean();
  }
}
