package dev.weir.wccp.router;

import dev.weir.wccp.assignment.AddressOrder;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The caches a router has heard, usable or not, in the order of their coming; the routers that the
/// usable ones report; and the number that counts the changes of both (§3.6).
///
/// Bounded by [RouterGroup#MEMBER_COUNT_MAX]. Confined to its [RouterGroup].
final class Roster {
  private final Map<InetAddress, Member> members = new LinkedHashMap<>();
  private List<InetAddress> routers = List.of();
  private int memberChange = 1;

  int memberChange() {
    return memberChange;
  }

  /// The routers that usable caches report, by address.
  List<InetAddress> routers() {
    return routers;
  }

  Optional<Member> find(InetAddress cache) {
    return Optional.ofNullable(members.get(cache));
  }

  /// Makes room for one more, if need be at the cost of the longest silent cache that is not
  /// usable: whoever only pretends to be a cache must not keep a real one out. False when all are
  /// usable.
  boolean makeRoom() {
    if (members.size() < RouterGroup.MEMBER_COUNT_MAX) {
      return true;
    }
    var idle =
        members.values().stream()
            .filter(it -> !it.usable())
            .min(Comparator.comparing((Member it) -> it.heardAt));
    idle.ifPresent(this::forget);
    return idle.isPresent();
  }

  void add(Member member) {
    members.put(member.address, member);
  }

  /// Forgets a cache that is not usable, which is no change of membership.
  void forget(Member member) {
    members.remove(member.address);
  }

  void becomesUsable(Member member, Instant now) {
    member.usableSince = Optional.of(now);
    memberChange++;
  }

  /// A usable cache is no longer listed. The routers it reported are left for [#refreshRouters].
  void ceasesUsable(Member member) {
    members.remove(member.address);
    memberChange++;
  }

  /// Takes up what the usable caches, except one that is on its way out, report now; tells whether
  /// that is a change, which counts like one of members (§4.4 step 9).
  boolean refreshRouters(Optional<Member> without) {
    var union = new TreeSet<InetAddress>(AddressOrder.UNSIGNED);
    usable().stream()
        .filter(it -> without.filter(it::equals).isEmpty())
        .forEach(it -> union.addAll(it.routers));
    var reported = union.stream().limit(RouterGroup.MEMBER_COUNT_MAX).toList();
    boolean changed = !reported.equals(routers);
    routers = reported;
    memberChange += changed ? 1 : 0;
    return changed;
  }

  Collection<Member> all() {
    return List.copyOf(members.values());
  }

  List<Member> usable() {
    return members.values().stream().filter(Member::usable).toList();
  }

  boolean usable(InetAddress cache) {
    return find(cache).filter(Member::usable).isPresent();
  }
}
