package dev.weir.node.ownership.live;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.grid.PublishedTable;
import dev.weir.node.ownership.Fence;
import dev.weir.node.ownership.HandOver;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.Tombstones;
import dev.weir.node.ownership.home.HomeMessage;
import dev.weir.wccp.assignment.StickyAssignment.Gain;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What a simulated node goes by: the code as it is, but where a defect says otherwise.
interface Rules {
  Rules REAL = new Rules() {};

  default Fence fence(long senders, long receivers) {
    return Fence.between(senders, receivers);
  }

  default Owner owner(Owner real) {
    return real;
  }

  default boolean serves(long stamp, long tenure) {
    return stamp == tenure;
  }

  /// Who is told that something is worthless.
  default Set<Inet4Address> retracts(Member by, CacheKey key) {
    return by.ownership.keepers();
  }

  /// Who has to have heard of it, or doubts whatever it has.
  default Set<Inet4Address> owes(Set<Inet4Address> others, Set<Inet4Address> keepers) {
    return others;
  }

  default boolean buried(Tombstones tombstones, CacheKey key, Instant now) {
    return tombstones.holds(key, now);
  }

  default HandOver.Fate fate(HandOver.Fate real) {
    return real;
  }

  default boolean stands(boolean real) {
    return real;
  }

  default Optional<PublishedTable> basis(Optional<PublishedTable> real, Inet4Address self) {
    return real;
  }

  default Optional<HomeMessage> home(HomeMessage.WhereIs asked, Optional<HomeMessage> real) {
    return real;
  }

  default boolean recalls() {
    return true;
  }

  default boolean noticesSleep() {
    return true;
  }

  /// What a question comes to that reaches nobody.
  default Optional<HomeMessage> silence(HomeMessage asked) {
    return Optional.empty();
  }

  default boolean believesWhenGivenUp() {
    return false;
  }

  default Gain gain(Gain real) {
    return real;
  }
}
