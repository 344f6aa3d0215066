package dev.weir.wccp.simulation.broken;

import dev.weir.wccp.simulation.CacheMachine;
import dev.weir.wccp.simulation.Machines;
import dev.weir.wccp.simulation.RealMachines;
import dev.weir.wccp.simulation.Rewrite;
import dev.weir.wccp.simulation.RouterMachine;
import java.time.Instant;
import java.util.Set;

/// A mistake that a cache's machine could have, and the invariants that may find it.
@SuppressWarnings("ImmutableEnumChecker") // the set is a copy
enum CacheDefect implements Machines {
  /// Addresses are compared as signed numbers: 192.0.2.1 comes before 10.0.0.1.
  COMPARES_SIGNED("S1", "S3") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return SignedOrder.of(seat, it -> REAL.cache(it, now));
    }
  },
  /// Timers go by the wall clock.
  GOES_BY_WALL_CLOCK("L1", "L2", "SPIN", "S6", "S11") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return WallClock.of(REAL.cache(seat, now), seat, now);
    }
  },
  /// Change numbers begin at 1 after each start.
  REUSES_NUMBERS("S2", "S7") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return REAL.cache(Rewrite.with(seat, "firstNumber", 1), now);
    }
  },
  /// One key for all tables.
  ONE_KEY_FOR_ALL("S2") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new SendingDefects.OneKey(REAL.cache(seat, now), seat);
    }
  },
  /// A table is sent once, whether routers show its key or not.
  SENDS_ONCE("L1", "L2") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new SendingDefects.Once(REAL.cache(seat, now));
    }
  },
  /// A table is repeated with the receive ids of its first time.
  REPEATS_STALE_IDS("L1", "L2") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new SendingDefects.StaleRepeats(REAL.cache(seat, now));
    }
  },
  /// A table names and reaches the first router only.
  TELLS_ONE_ROUTER("S3") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new SendingDefects.OneRouter(REAL.cache(seat, now));
    }
  },
  /// A bucket has no owner.
  FORGETS_BUCKET("S3") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new SendingDefects.Hole(REAL.cache(seat, now));
    }
  },
  /// Each table is the last one, turned by some buckets.
  MOVES_NEEDLESSLY("S4") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new SendingDefects.Turned(REAL.cache(seat, now));
    }
  },
  /// A cache that was once listed is given a bucket for ever.
  LISTS_ABSENT("S3") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new SendingDefects.Absent(REAL.cache(seat, now));
    }
  },
  /// Each HERE_I_AM goes out twenty times.
  STORMS("S11") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new SendingDefects.Storm(REAL.cache(seat, now));
    }
  },
  /// Receive ids are guessed: one more than the last.
  GUESSES_IDS("S10 echo", "L1") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new SendingDefects.Guess(REAL.cache(seat, now));
    }
  },
  /// The first router's list of caches is taken for everybody's.
  KNOWS_ONE_VIEW("S1", "S3") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new HearingDefects.OneView(REAL.cache(seat, now));
    }
  },
  /// Caches with lower addresses are overlooked: two believe to be designated.
  DUELS("S1", "S3") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new HearingDefects.Duel(REAL.cache(seat, now), seat);
    }
  },
  /// A router that shows no key is taken to show ours.
  IGNORES_FLUSH("L1", "L2") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new HearingDefects.FlushIgnored(REAL.cache(seat, now));
    }
  },
  /// A REMOVAL_QUERY is not answered.
  IGNORES_QUERIES("Q1") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new HearingDefects.QueryIgnored(REAL.cache(seat, now));
    }
  },
  /// A silent router stays live.
  KEEPS_SILENT_ROUTERS("S6") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new HearingDefects.Undead(REAL.cache(seat, now));
    }
  },
  /// An I_SEE_YOU is believed whoever it answers.
  BELIEVES_ANY_ANSWER("S10 cache", "S1") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new HearingDefects.Gullible(REAL.cache(seat, now), seat);
    }
  },
  /// A cache that is known dead keeps buckets.
  SERVES_THE_DEAD("S3") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new BurialDefects.DeadOwner(REAL.cache(seat, now));
    }
  },
  /// Nobody listens to the cluster: the dead are candidates.
  DEAF_TO_DEATH("S1", "S3", "F1") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new HearingDefects.DeafToDeath(REAL.cache(seat, now));
    }
  },
  /// The table in a hurry is not sent, but T later.
  BURIES_LATE("F1") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new BurialDefects.LateBurial(REAL.cache(seat, now));
    }
  },
  /// When a cache has died routers are not called.
  CALLS_NOBODY("F1") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new BurialDefects.SilentBurial(REAL.cache(seat, now));
    }
  },
  /// In WCCP1 caches with lower addresses are overlooked.
  DUELS_IN_VERSION_1("S1", "S3") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new HearingDefects.Version1Duel(REAL.cache(seat, now), seat);
    }
  },
  /// In WCCP1 a table goes out with a receive id that is not the last.
  ASSIGNS_LATE_IN_VERSION_1("S3") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new SendingDefects.OtherReceiveId(REAL.cache(seat, now));
    }
  },
  /// Foreign caches are fought.
  FIGHTS_FOREIGNERS("S1", "S3", "S4") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new HearingDefects.Fighter(REAL.cache(seat, now), seat);
    }
  },
  /// A value of the mask has no cache.
  FORGETS_VALUE("S3") {
    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      return new SendingDefects.MissingValue(REAL.cache(seat, now));
    }
  };

  private static final Machines REAL = new RealMachines();

  private final Set<String> foundBy;

  CacheDefect(String... foundBy) {
    this.foundBy = Set.of(foundBy);
  }

  Set<String> foundBy() {
    return foundBy;
  }

  @Override
  public RouterMachine router(RouterSeat seat, Instant now) {
    return REAL.router(seat, now);
  }
}
