package dev.weir.node.doctor.firewall;

import java.util.List;
import java.util.Map;

/// A packet to try rules with: its fields, named as nftables names them (`ip.saddr`, `udp.dport`,
/// `meta.iifname`), and the hooks it passes, in order.
public record Packet(List<String> hooks, Map<String, String> fields) {
  /// Keeps copies.
  public Packet {
    hooks = List.copyOf(hooks);
    fields = Map.copyOf(fields);
  }
}
