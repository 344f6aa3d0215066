package dev.weir.node.path;

import dev.weir.gre.Ipv4Octets;
import dev.weir.gre.RedirectHeader;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.PacketFields;
import dev.weir.wccp.assignment.Placement;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which node owned a packet's slot before this one, and lives: the packets of its connections are
/// its own, whoever owns the slot now. A router goes by a new table up to T before it tells us of
/// it, so a slot that is another's as far as we know has just become ours.
///
/// Only a node of our cluster that every router lists is one, and only while it has buckets or
/// wants none: one that has neither has died, and its connections with it. Immutable.
final class Predecessors {
  /// What [#of] says when there is none. No node has the address 0.0.0.0.
  static final int NOBODY = 0;

  /// Nothing is known.
  static final Predecessors NONE = new Predecessors(NOBODY, Map.of());

  private static final int TCP_SYN = 0x02;
  private static final int TCP_ACK = 0x10;
  private static final int IPV4_OCTETS = 20;

  /// One group: its table, and who owned each slot before; 0 is nobody. `alive` are those of them
  /// to whom packets may go, in order.
  @SuppressWarnings("ArrayRecordComponent") // private, and written by nobody once it is there
  private record History(Assignment table, int[] before, int[] alive) {}

  private final int own;
  private final Map<ServiceGroup, History> groups;

  private Predecessors(int own, Map<ServiceGroup, History> groups) {
    this.own = own;
    this.groups = groups;
  }

  /// What is known after a group has changed, to this node of a cluster of these members.
  Predecessors after(CacheSnapshot group, Inet4Address own, Collection<Inet4Address> members) {
    var next = new HashMap<>(groups);
    var others = new HashSet<>(members);
    others.remove(own);
    next.merge(
        group.service().group(),
        new History(
            group.assignment(), new int[group.assignment().slotCount()], alive(group, others)),
        (known, fresh) -> after(known, fresh));
    return new Predecessors(Ipv4Octets.toInt(own), Map.copyOf(next));
  }

  /// The previous owner of the slot of the TCP packet at an absolute offset, which came behind this
  /// redirect word; [#NOBODY] when there is none, or the packet begins a connection.
  int of(ByteBuffer packet, int at, int octets, int redirectWord) {
    var header = RedirectHeader.fromWord(redirectWord);
    var type = header.dynamic() ? ServiceGroup.Type.DYNAMIC : ServiceGroup.Type.STANDARD;
    var history = groups.get(new ServiceGroup(type, header.serviceId()));
    int tcp = at + IPV4_OCTETS;
    boolean whole = octets >= IPV4_OCTETS + 14;
    if (history == null || !whole || (packet.get(tcp + 13) & (TCP_SYN | TCP_ACK)) == TCP_SYN) {
      return NOBODY;
    }
    int slot =
        switch (history.table) {
          case HashAssignment _ -> bucket(header, packet.getInt(at + 16));
          case MaskAssignment table -> Placement.slot(fields(packet, at, tcp), table).orElse(-1);
        };
    boolean known = slot >= 0 && slot < history.before.length;
    int owner = known ? number(history.table.owner(slot)) : NOBODY;
    int previous = owner != NOBODY && owner != own ? owner : known ? history.before[slot] : NOBODY;
    return Arrays.binarySearch(history.alive, previous) >= 0 ? previous : NOBODY;
  }

  /// A header that names none, as of version 1, is of the web cache.
  private static int bucket(RedirectHeader header, int destination) {
    boolean named = header.alternateUsed() || header.bucket() != 0;
    return named ? header.bucket() : Placement.slot(destination);
  }

  /// A table that is lost, or of another kind, says nothing of who owned what before it.
  private static History after(History known, History fresh) {
    if (fresh.table.assignedCount() == 0 && known.table.assignedCount() > 0) {
      return new History(known.table, known.before, fresh.alive);
    }
    if (fresh.before.length != known.before.length) {
      return fresh;
    }
    int[] before = known.before.clone();
    for (int slot = 0; slot < before.length; slot++) {
      int owner = number(known.table.owner(slot));
      if (owner != NOBODY && owner != number(fresh.table.owner(slot))) {
        before[slot] = owner;
      }
    }
    return new History(fresh.table, before, fresh.alive);
  }

  private static int[] alive(CacheSnapshot group, Set<Inet4Address> others) {
    var alive = new HashSet<InetAddress>(others);
    for (CacheSnapshot.Router router : group.routers()) {
      if (!router.identities().isEmpty()) {
        alive.retainAll(router.caches());
      }
    }
    var wanting = new HashSet<InetAddress>();
    for (CacheSnapshot.Router router : group.routers()) {
      for (CacheIdentity cache : router.identities()) {
        if (cache.weight() > 0) {
          wanting.add(cache.address());
        }
      }
    }
    alive.removeIf(it -> wanting.contains(it) && group.assignment().share(it).isEmpty());
    return alive.stream().mapToInt(it -> number(Optional.of(it))).sorted().toArray();
  }

  private static int number(Optional<InetAddress> owner) {
    return owner
        .filter(Inet4Address.class::isInstance)
        .map(it -> Ipv4Octets.toInt((Inet4Address) it))
        .orElse(NOBODY);
  }

  private static PacketFields fields(ByteBuffer packet, int at, int tcp) {
    return new PacketFields(
        Ipv4Octets.toAddress(packet.getInt(at + 12)),
        Ipv4Octets.toAddress(packet.getInt(at + 16)),
        Short.toUnsignedInt(packet.getShort(tcp)),
        Short.toUnsignedInt(packet.getShort(tcp + 2)));
  }
}
