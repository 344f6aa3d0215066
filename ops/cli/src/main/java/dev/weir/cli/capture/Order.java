package dev.weir.cli.capture;

import dev.weir.gre.Verdict.Fate;
import java.net.Inet4Address;
import java.util.Set;

/// Which packets are wanted.
///
/// @param decapsulated the inner packets alone; else whole frames, and WCCP among them
/// @param hosts only with one of these as sender or receiver, outside or inside; of anybody if
///   empty
/// @param fates only those judged so; everything if empty
/// @param countMax no more than so many
public record Order(boolean decapsulated, Set<Inet4Address> hosts, Set<Fate> fates, long countMax) {
  /// Copies the sets.
  public Order {
    hosts = Set.copyOf(hosts);
    fates = Set.copyOf(fates);
  }

  /// The filter in the kernel.
  public String filter() {
    return decapsulated ? "ip proto 47" : "ip proto 47 or udp port 2048";
  }

  /// Whether a packet is among them.
  boolean wants(Judged judged) {
    boolean host = hosts.isEmpty() || judged.addresses().stream().anyMatch(hosts::contains);
    boolean fate =
        fates.isEmpty() || judged.verdict().filter(it -> fates.contains(it.fate())).isPresent();
    return host && fate && (!decapsulated || judged.redirected());
  }
}
