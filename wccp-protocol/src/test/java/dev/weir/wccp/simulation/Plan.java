package dev.weir.wccp.simulation;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// What a seed decides before the first event: the size of the world and what may go wrong in it.
///
/// `healAt` and `length` are nanoseconds from the start; in safety mode nothing heals. `passwords`
/// tells for each group whether its messages are authenticated.
public record Plan(
    long seed,
    boolean heals,
    Set<Fault> faults,
    int caches,
    int routers,
    List<Boolean> passwords,
    Duration interval,
    boolean plainTimers,
    boolean strictRouters,
    Knowledge knowledge,
    long healAt,
    long length) {
  private static final List<Integer> CACHES = List.of(1, 2, 2, 3, 3, 3, 3, 4, 4, 5, 6, 8);
  private static final List<Integer> ROUTERS = List.of(1, 1, 2, 2, 2, 2, 3, 4);
  private static final List<Integer> GROUPS = List.of(1, 1, 1, 1, 1, 1, 2, 2, 3);

  /// The least time that a run is watched after it healed.
  private static final Duration WATCHED = Duration.ofMinutes(4);

  static Plan of(long seed, Duration length) {
    var chance = new Chance(seed * 0x9e3779b97f4a7c15L + 1);
    var faults = EnumSet.noneOf(Fault.class);
    double share = chance.pick(List.of(0.1, 0.3, 0.3, 0.5, 0.8));
    for (Fault fault : Fault.values()) {
      if (chance.hits(share)) {
        faults.add(fault);
      }
    }
    boolean heals = chance.hits(0.5);
    long end = length.toNanos();
    int groups = chance.pick(GROUPS);
    var plan =
        new Plan(
            seed,
            heals,
            Set.copyOf(faults),
            chance.pick(CACHES),
            chance.pick(ROUTERS),
            IntStream.range(0, groups).mapToObj(_ -> chance.hits(0.6)).toList(),
            Duration.ofSeconds(chance.hits(0.35) ? 1 : 10),
            chance.hits(0.3),
            chance.hits(0.15),
            Knowledge.of(chance, groups),
            heals ? chance.millis(end / 5_000_000, (end - WATCHED.toNanos()) / 1_000_000) : end,
            end);
    return plan.manner() == Manner.VERSION_1 ? plan.inVersion1() : plan;
  }

  /// The same world as far as WCCP1 has words for it.
  private Plan inVersion1() {
    return new Plan(
        seed,
        heals,
        faults,
        caches,
        1,
        List.of(false),
        Duration.ofSeconds(10),
        false,
        false,
        new Knowledge(knowledge.cluster(), List.of(false), false, Manner.VERSION_1),
        healAt,
        length);
  }

  /// What makes of nodes are in the world: whether a cluster tells its caches who is a member and
  /// who is dead, which groups would assign by mask, whether some parties speak 2.01, and how they
  /// reach each other.
  public record Knowledge(boolean cluster, List<Boolean> byMask, boolean newer, Manner manner) {
    static Knowledge of(Chance chance, int groups) {
      return new Knowledge(
          chance.hits(0.4),
          IntStream.range(0, groups).mapToObj(_ -> chance.hits(0.25)).toList(),
          chance.hits(0.3),
          Manner.of(chance));
    }
  }

  /// How parties reach each other.
  public Manner manner() {
    return knowledge.manner();
  }

  /// Whether lines are quick and nobody but caches fails. A strict router that has answered a
  /// repeated message ignores its cache until it asks by REMOVAL_QUERY.
  public boolean reachesRouters() {
    boolean misled = strictRouters && (has(Fault.REPLAY) || has(Fault.DUPLICATION));
    return !misled && faults.stream().noneMatch(Fault::severs);
  }

  /// Whether a cache describes a dynamic group otherwise than the rest.
  public boolean misdescribed() {
    return has(Fault.OTHER_PORTS) && groups() > 1;
  }

  int groups() {
    return passwords.size();
  }

  boolean has(Fault fault) {
    return faults.contains(fault);
  }

  /// Whether a message of this group that is believed may yet be false.
  public boolean tainted(int group) {
    return !passwords.get(group) && (has(Fault.CORRUPTION) || has(Fault.FORGERY));
  }

  /// Whether any group is.
  public boolean tainted() {
    return IntStream.range(0, groups()).anyMatch(this::tainted);
  }

  /// The interval by which the group's parties go in the end.
  public Duration agreedInterval() {
    return plainTimers ? Duration.ofSeconds(10) : interval;
  }

  @Override
  public String toString() {
    return caches
        + " caches, "
        + routers
        + (strictRouters ? " strict" : "")
        + " routers, passwords "
        + passwords
        + ", interval "
        + interval.toSeconds()
        + " s"
        + (plainTimers ? " (not offered)" : "")
        + ", "
        + knowledge
        + (heals ? ", heals at " + healAt / 1e9 + " s, " : ", never heals, ")
        + new TreeSet<>(faults);
  }
}
