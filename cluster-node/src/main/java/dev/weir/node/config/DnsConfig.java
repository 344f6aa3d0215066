package dev.weir.node.config;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.List;

/// The `dns` section: who answers questions for host names.
public record DnsConfig(List<Inet4Address> servers) {
  private static final int PORT = 53;

  /// Keeps a copy of the list.
  public DnsConfig {
    servers = List.copyOf(servers);
  }

  /// The same with the port of the DNS.
  public List<InetSocketAddress> socketAddresses() {
    return servers.stream().map(server -> new InetSocketAddress(server, PORT)).toList();
  }

  static DnsConfig read(SectionReader section) {
    return new DnsConfig(
        section
            .key(
                "servers",
                Values.list(Values.address(), 1, 8),
                "The name servers to ask; the same ones as the clients, so that both see the same"
                    + " addresses.")
            .or(List.of()));
  }
}
