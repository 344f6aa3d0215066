package dev.weir.node.ownership.live;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.grid.PublishedTable;
import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.Fence;
import dev.weir.node.ownership.HandOver;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.Tombstones;
import dev.weir.node.ownership.home.HomeMessage;
import dev.weir.node.ownership.home.KnownHosts;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.StickyAssignment.Gain;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/// Mistakes that the simulation must find, and the invariants one of which finds each.
enum Defect implements Rules {
  NOBODY_SWEEPS(1, "L3", "S8 copies") {
    @Override
    public HandOver.Fate fate(HandOver.Fate real) {
      return HandOver.Fate.KEEP;
    }
  },
  EVERYBODY_STORES(1, "S8 store", "S8 copies", "S9", "L3") {
    @Override
    public Owner owner(Owner real) {
      return real instanceof Owner.Peer ? Owner.Here.alone(1) : real;
    }
  },
  TENURE_IGNORED(3, "S9") {
    @Override
    public boolean serves(long stamp, long tenure) {
      return true;
    }
  },
  ONLY_THE_OWNER_IS_TOLD(1, "S9") {
    @Override
    public Set<Inet4Address> retracts(Member by, CacheKey key) {
      return by.owner(key, Urls.ANYWHERE, false) instanceof Owner.Peer(Inet4Address owner)
          ? Set.of(owner)
          : Set.of();
    }

    @Override
    public Set<Inet4Address> owes(Set<Inet4Address> others, Set<Inet4Address> keepers) {
      return keepers;
    }
  },
  SLEEP_IS_FORGOTTEN(3, "S9") {
    @Override
    public boolean serves(long stamp, long tenure) {
      return (stamp ^ tenure) << (Long.SIZE - Integer.SIZE) == 0;
    }
  },
  TOMBSTONES_IGNORED(23, "S9") {
    @Override
    public boolean buried(Tombstones tombstones, CacheKey key, Instant now) {
      return false;
    }
  },
  CUT_OFF_STORES(97, "S8 store", "S8 copies", "S9", "L3") {
    @Override
    public boolean stands(boolean real) {
      return true;
    }

    @Override
    public Fence fence(long senders, long receivers) {
      return Fence.PASS;
    }
  },
  COMERS_GET_NOTHING(2, "L4") {
    @Override
    public Gain gain(Gain real) {
      return Gain.NOTHING;
    }
  },
  CUT_OFF_MAKES_TABLES(3, "S7") {
    @Override
    public Optional<PublishedTable> basis(Optional<PublishedTable> real, Inet4Address self) {
      var nobodyElse = Collections.nCopies(Epoch.BUCKETS, Optional.of(self));
      return real.map(
          it -> new PublishedTable(it.keyAddress(), it.keyNumber(), it.by(), nobodyElse));
    }
  },
  EVERYBODY_IS_AT_HOME_WHERE_ASKED(1, "S8 store", "S8 copies", "L3", "S9") {
    @Override
    public Optional<HomeMessage> home(HomeMessage.WhereIs asked, Optional<HomeMessage> real) {
      return asked.proposed().map(HomeMessage.Home::new);
    }
  },
  SLEEP_IS_NOT_NOTICED(1, "S9", "S8 store") {
    @Override
    public boolean noticesSleep() {
      return false;
    }
  },
  REBORN_SPEAKS_AT_ONCE(304, "S8 store", "S8 copies", "S9") {
    @Override
    public Optional<HomeMessage> silence(HomeMessage asked) {
      return asked instanceof HomeMessage.Recall(BucketSet buckets)
          ? Optional.of(new KnownHosts().recall(buckets))
          : Optional.empty();
    }
  },
  NOTHING_IS_RECALLED(3, "S8 store", "S8 copies", "L3", "S9") {
    @Override
    public boolean recalls() {
      return false;
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // from Set.of, which nobody can change
  private final Set<String> foundBy;

  private final long shownIn;

  Defect(long shownIn, String... foundBy) {
    this.shownIn = shownIn;
    this.foundBy = Set.of(foundBy);
  }

  /// A world that has shown it, looked at first.
  long shownIn() {
    return shownIn;
  }

  Set<String> foundBy() {
    return foundBy;
  }
}
