package dev.weir.node.grid;

import com.hazelcast.cluster.Member;
import dev.weir.node.grid.seal.Seal;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Which members of the grid are nodes of this cluster, by their signed identities.
///
/// Whoever has proved nothing is a stranger: he is said once, and counts for nothing. Confined to
/// the grid thread, but for [#strangers].
final class Members {
  private final Seal seal;
  private final EventLog log;
  private final Map<UUID, Optional<Identity>> known = new HashMap<>();
  private volatile int strangers;

  Members(Seal seal, EventLog log) {
    this.seal = seal;
    this.log = log;
  }

  /// How many members are strangers. For use by any thread.
  int strangers() {
    return strangers;
  }

  /// The nodes among the members, by address. Each identity is looked at once.
  List<GridMember> nodes(Collection<Member> present) {
    known.keySet().retainAll(present.stream().map(Member::getUuid).toList());
    var nodes = new ArrayList<GridMember>();
    for (Member member : present) {
      Optional<Identity> identity = known.computeIfAbsent(member.getUuid(), _ -> look(member));
      if (identity.isPresent()
          && member.getSocketAddress().getAddress() instanceof Inet4Address address) {
        Identity proved = identity.get();
        nodes.add(
            new GridMember(address, proved.name(), proved.incarnation(), member.localMember()));
      }
    }
    strangers = present.size() - nodes.size();
    nodes.sort(
        Comparator.comparing(member -> member.address().getAddress(), Arrays::compareUnsigned));
    return nodes;
  }

  private Optional<Identity> look(Member member) {
    String attribute = String.valueOf(member.getAttribute(Identity.ATTRIBUTE));
    var identity = Identity.verified(seal, member.getSocketAddress(), attribute);
    if (identity.isEmpty()) {
      log.record(NodeEvent.GRID_STRANGER, "member", member.getAddress());
    }
    return identity;
  }
}
