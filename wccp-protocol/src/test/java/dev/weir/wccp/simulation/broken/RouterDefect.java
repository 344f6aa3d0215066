package dev.weir.wccp.simulation.broken;

import dev.weir.wccp.simulation.CacheMachine;
import dev.weir.wccp.simulation.Machines;
import dev.weir.wccp.simulation.RealMachines;
import dev.weir.wccp.simulation.RouterMachine;
import java.time.Instant;
import java.util.Set;

/// A mistake that a router's machine could have, and the invariants that may find it.
@SuppressWarnings("ImmutableEnumChecker") // the set is a copy
enum RouterDefect implements Machines {
  /// Silent caches stay.
  REMOVES_NOBODY("S6", "L1", "L2", "M2") {
    @Override
    public RouterMachine router(RouterSeat seat, Instant now) {
      return new RouterDefects.Timeless(REAL.router(seat, now));
    }
  },
  /// A table counts whatever its receive id.
  ACCEPTS_STALE_ID("S10 router") {
    @Override
    public RouterMachine router(RouterSeat seat, Instant now) {
      return new RouterDefects.AnyReceiveId(REAL.router(seat, now));
    }
  },
  /// A table counts whatever its member change number.
  ACCEPTS_STALE_CHANGE("S10 router") {
    @Override
    public RouterMachine router(RouterSeat seat, Instant now) {
      return new RouterDefects.AnyMemberChange(REAL.router(seat, now));
    }
  },
  /// A HERE_I_AM counts whatever its receive id.
  ADMITS_WITHOUT_ECHO("S10 router", "S6") {
    @Override
    public RouterMachine router(RouterSeat seat, Instant now) {
      return new RouterDefects.AnyEcho(REAL.router(seat, now));
    }
  },
  /// The member change number does not move.
  COUNTS_NO_CHANGE("M1") {
    @Override
    public RouterMachine router(RouterSeat seat, Instant now) {
      return new RouterDefects.NoChange(REAL.router(seat, now));
    }
  },
  /// Packets go by the table as it was installed, whoever has gone since.
  SERVES_REMOVED("S5") {
    @Override
    public RouterMachine router(RouterSeat seat, Instant now) {
      return new RouterDefects.AsInstalled(REAL.router(seat, now));
    }
  },
  /// A table that nobody renews stays.
  NEVER_FLUSHES("M2", "S5") {
    @Override
    public RouterMachine router(RouterSeat seat, Instant now) {
      return new RouterDefects.Eternal(REAL.router(seat, now));
    }
  },
  /// Whatever a cache means by a dynamic group, it joins.
  MIXES_DESCRIPTIONS("D1") {
    @Override
    public RouterMachine router(RouterSeat seat, Instant now) {
      return new RouterDefects.AnyDescription(REAL.router(seat, now));
    }
  },
  /// In WCCP1 a HERE_I_AM counts whatever its receive id.
  ADMITS_WITHOUT_ECHO_IN_VERSION_1("S10 router") {
    @Override
    public RouterMachine router(RouterSeat seat, Instant now) {
      return new RouterDefects.AnyVersion1Echo(REAL.router(seat, now));
    }
  },
  /// What goes to the group's address is for one cache only.
  ANSWERS_ONE_OF_GROUP("S10 router", "L1") {
    @Override
    public RouterMachine router(RouterSeat seat, Instant now) {
      return new RouterDefects.OneOfGroup(REAL.router(seat, now));
    }
  },
  /// Everything is said twice.
  ANSWERS_TWICE("S11") {
    @Override
    public RouterMachine router(RouterSeat seat, Instant now) {
      return new RouterDefects.Twice(REAL.router(seat, now));
    }
  };

  private static final Machines REAL = new RealMachines();

  private final Set<String> foundBy;

  RouterDefect(String... foundBy) {
    this.foundBy = Set.of(foundBy);
  }

  Set<String> foundBy() {
    return foundBy;
  }

  @Override
  public CacheMachine cache(CacheSeat seat, Instant now) {
    return REAL.cache(seat, now);
  }
}
