package dev.weir.lab.scenario.attack;

import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import java.util.List;
import java.util.function.Function;

/// Something a stranger tries on a node.
///
/// @param name what people call it
/// @param packets those of one try, given the node, from their outer header on
/// @param tapped the verdict by which an engine before the host firewall counts each try; none when
///   the try does not get as far as the node
/// @param raw the same behind the firewall and the kernel's own checks
record Attack(String name, Function<LabHost, List<byte[]>> packets, String tapped, String raw) {
  /// No node hears of it.
  static final String NONE = "";

  /// The verdict that `weir capture` writes beside each try: it sees the pieces, not the whole; and
  /// strangers' packets, which no engine asks for.
  String captured() {
    byte[] first = packets.apply(Plan.CACHES.getFirst()).getFirst();
    if (Forgery.isPiece(first)) {
      return NONE;
    }
    return tapped.equals(NONE) ? "router_not_in_view" : tapped;
  }
}
