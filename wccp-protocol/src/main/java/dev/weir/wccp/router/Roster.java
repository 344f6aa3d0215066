package dev.weir.wccp.router;

import dev.weir.wccp.assignment.AddressOrder;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The caches a router has heard, usable or not, in the order of their coming.
///
/// Bounded by [RouterGroup#MEMBER_COUNT_MAX]. Confined to its [RouterGroup].
final class Roster {
  private final Map<InetAddress, Member> members = new LinkedHashMap<>();

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
            .filter(it -> !it.usable)
            .min(Comparator.comparing((Member it) -> it.heardAt));
    idle.ifPresent(this::remove);
    return idle.isPresent();
  }

  void add(Member member) {
    members.putIfAbsent(member.address, member);
  }

  void remove(Member member) {
    members.remove(member.address);
  }

  Collection<Member> all() {
    return List.copyOf(members.values());
  }

  List<Member> usable() {
    return members.values().stream().filter(it -> it.usable).toList();
  }

  boolean usable(InetAddress cache) {
    return find(cache).filter(it -> it.usable).isPresent();
  }

  /// The routers that usable caches report, by address (§3.6).
  List<InetAddress> reportedRouters() {
    var union = new TreeSet<InetAddress>(AddressOrder.UNSIGNED);
    usable().forEach(it -> union.addAll(it.routers));
    return union.stream().limit(RouterGroup.MEMBER_COUNT_MAX).toList();
  }
}
