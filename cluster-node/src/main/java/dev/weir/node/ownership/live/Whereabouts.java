package dev.weir.node.ownership.live;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.HandOver;
import dev.weir.node.ownership.Holding;
import dev.weir.node.ownership.NameHash;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.spread.SpreadHosts.Spreading;
import dev.weir.node.proxy.request.Authority;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where one key lives in one epoch, once the home of its host is known.
///
/// @param home the host's bucket, or the URL's own where URLs are owned one by one
/// @param spreading whether its host is, or lately was, spread
/// @param url the bucket of the whole URL
record Whereabouts(int home, Optional<Spreading> spreading, int url) {

  /// A key that is owned for itself, whatever its host.
  static Whereabouts ofUrl(CacheKey key) {
    int url = NameHash.bucket(NameHash.ofUrl(key));
    return new Whereabouts(url, Optional.empty(), url);
  }

  /// A key of a host that is at home in a bucket.
  static Whereabouts ofHost(CacheKey key, int home, Optional<Spreading> spreading) {
    return spreading.isPresent()
        ? new Whereabouts(home, spreading, NameHash.bucket(NameHash.ofUrl(key)))
        : new Whereabouts(home, spreading, home);
  }

  /// The address that a key's host is. A literal is at home where its packets come, and nobody has
  /// to be asked.
  static Optional<InetAddress> literal(CacheKey key) {
    char first = key.authority().charAt(0);
    return first == '[' || (first >= '0' && first <= '9')
        ? Authority.parse(key.authority()).flatMap(Authority::literal)
        : Optional.empty();
  }

  /// The bucket that counts.
  int bucket() {
    return isSpread() ? url : home;
  }

  /// Whether the host is owned URL by URL.
  boolean isSpread() {
    return spreading.filter(Spreading::spread).isPresent();
  }

  /// Whose the key is for `self`.
  Owner owner(Epoch epoch, Inet4Address self, Instant now) {
    return switch (HandOver.owner(epoch.holding(bucket()), self, now)) {
      case Owner.Here(long tenure, var before, var earlier) ->
          new Owner.Here(
              tenure, before.isEmpty() ? beforeSpreading(epoch, self, now) : before, earlier);
      case Owner another -> another;
    };
  }

  /// What becomes at `self` of what is stored under the key.
  HandOver.Fate fate(Epoch epoch, Inet4Address self, Instant now) {
    Holding other = epoch.holding(bucket() == url ? home : url);
    boolean wasOurs = spreadLately(now) && other.owner().equals(self);
    HandOver.Fate fate = HandOver.fate(epoch.holding(bucket()), self, now);
    return fate == HandOver.Fate.DROP && wasOurs ? HandOver.Fate.KEEP_FOR_NEW_OWNER : fate;
  }

  /// What stamps a response may have that `self` gives to the present owner, the last first.
  List<Long> gives(Epoch epoch, Inet4Address self, Instant now) {
    Holding holding = epoch.holding(bucket());
    Holding other = epoch.holding(bucket() == url ? home : url);
    boolean bySpreading =
        spreadLately(now) && other.owner().equals(self) && !holding.owner().equals(self);
    List<Long> moved = HandOver.gives(holding, self, now);
    return moved.isEmpty() && bySpreading ? List.of(other.tenure()) : moved;
  }

  private List<Inet4Address> beforeSpreading(Epoch epoch, Inet4Address self, Instant now) {
    Inet4Address other = epoch.owner(bucket() == url ? home : url);
    return spreadLately(now) && !other.equals(self) ? List.of(other) : List.of();
  }

  private boolean spreadLately(Instant now) {
    return spreading.filter(it -> now.isBefore(it.since().plus(HandOver.WINDOW))).isPresent();
  }
}
