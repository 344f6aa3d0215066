package dev.weir.node.doctor.firewall;

import dev.weir.node.doctor.firewall.Rule.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Every chain of a host.
public record Ruleset(List<Chain> chains) {
  /// A host without rules.
  public static final Ruleset EMPTY = new Ruleset(List.of());

  private static final int DEPTH_MAX = 16;

  private enum Fate {
    PASSED,
    DROPPED,
    UNDECIDED
  }

  /// Keeps a copy.
  public Ruleset {
    chains = List.copyOf(chains);
  }

  /// The chain of that table and name, of family `ip`.
  public Optional<Chain> chain(String table, String name) {
    return chains.stream()
        .filter(it -> it.family().equals("ip") && it.table().equals(table))
        .filter(it -> it.name().equals(name))
        .findFirst();
  }

  /// The first base chain that drops a packet, apart from those of the given tables.
  public Optional<Chain> dropping(Packet packet, Set<String> except) {
    return packet.hooks().stream()
        .flatMap(hook ->
            chains.stream()
                .filter(it -> it.hook().equals(hook) && !except.contains(it.table()))
                .filter(it -> it.family().equals("ip") || it.family().equals("inet"))
                .sorted(Comparator.comparingInt(Chain::priority)))
        .filter(base -> drops(base, packet))
        .findFirst();
  }

  private boolean drops(Chain base, Packet packet) {
    return switch (walk(base, packet, 0)) {
      case DROPPED -> true;
      case PASSED -> false;
      case UNDECIDED -> base.drops();
    };
  }

  /// What may be accepted by a rule that cannot be judged counts as accepted.
  private Fate walk(Chain chain, Packet packet, int depth) {
    for (Rule rule : depth > DEPTH_MAX ? List.<Rule>of() : chain.rules()) {
      if (rule.mayApply(packet.fields())) {
        Fate fate = fate(chain, rule, packet, depth);
        boolean certain = rule.applies(packet.fields());
        if (fate == Fate.PASSED || (certain && fate == Fate.DROPPED)) {
          return fate;
        }
        if (certain && Set.of(Verdict.GOTO, Verdict.RETURN).contains(rule.verdict())) {
          return fate;
        }
      }
    }
    return Fate.UNDECIDED;
  }

  private Fate fate(Chain chain, Rule rule, Packet packet, int depth) {
    return switch (rule.verdict()) {
      case ACCEPT -> Fate.PASSED;
      case DROP -> Fate.DROPPED;
      case RETURN, CONTINUE -> Fate.UNDECIDED;
      case JUMP, GOTO ->
          beside(chain, rule.target())
              .map(it -> walk(it, packet, depth + 1))
              .orElse(Fate.UNDECIDED);
    };
  }

  private Optional<Chain> beside(Chain chain, String name) {
    return chains.stream()
        .filter(it -> it.family().equals(chain.family()) && it.table().equals(chain.table()))
        .filter(it -> it.name().equals(name))
        .findFirst();
  }
}
