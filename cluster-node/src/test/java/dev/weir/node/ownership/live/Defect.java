package dev.weir.node.ownership.live;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.grid.PublishedTable;
import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.Fence;
import dev.weir.node.ownership.HandOver;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.Tombstones;
import dev.weir.node.ownership.home.HomeMessage;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/// Mistakes that the simulation must find, and the invariants one of which finds each.
enum Defect implements Rules {
  NOBODY_SWEEPS("L3") {
    @Override
    public HandOver.Fate fate(HandOver.Fate real) {
      return HandOver.Fate.KEEP;
    }
  },
  EVERYBODY_STORES("S8 store", "S8 copies", "S9", "L3") {
    @Override
    public Owner owner(Owner real) {
      return real instanceof Owner.Peer ? new Owner.Here(1, Optional.empty()) : real;
    }
  },
  TENURE_IGNORED("S9") {
    @Override
    public boolean serves(long stamp, long tenure) {
      return true;
    }
  },
  TOMBSTONES_IGNORED("S9") {
    @Override
    public boolean buried(Tombstones tombstones, CacheKey key, Instant now) {
      return false;
    }
  },
  CUT_OFF_STORES("S8 store", "S8 copies", "S9", "L3") {
    @Override
    public boolean stands(boolean real) {
      return true;
    }

    @Override
    public Fence fence(long senders, long receivers) {
      return Fence.PASS;
    }
  },
  CUT_OFF_MAKES_TABLES("S7") {
    @Override
    public Optional<PublishedTable> basis(Optional<PublishedTable> real, Inet4Address self) {
      var nobodyElse = Collections.nCopies(Epoch.BUCKETS, Optional.of(self));
      return real.map(
          it -> new PublishedTable(it.keyAddress(), it.keyNumber(), it.by(), nobodyElse));
    }
  },
  EVERYBODY_IS_AT_HOME_WHERE_ASKED("S8 store", "S8 copies", "L3", "S9") {
    @Override
    public Optional<HomeMessage> home(HomeMessage.WhereIs asked, Optional<HomeMessage> real) {
      return asked.proposed().map(HomeMessage.Home::new);
    }
  },
  NOTHING_IS_RECALLED("S8 store", "S8 copies", "L3", "S9") {
    @Override
    public boolean recalls() {
      return false;
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // from Set.of, which nobody can change
  private final Set<String> foundBy;

  Defect(String... foundBy) {
    this.foundBy = Set.of(foundBy);
  }

  Set<String> foundBy() {
    return foundBy;
  }
}
