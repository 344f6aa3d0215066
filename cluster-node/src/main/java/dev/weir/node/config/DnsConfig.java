package dev.weir.node.config;

import dev.weir.node.config.value.Patterns;
import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.node.dns.DnsSettings;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// The `dns` section: who answers questions for host names, and how long that is believed.
///
/// @param inside hosts that may have private addresses for explicit clients
public record DnsConfig(
    List<Inet4Address> servers,
    Duration timeout,
    Ttl ttl,
    boolean rebindGuard,
    List<String> inside) {
  private static final int PORT = 53;
  private static final int HOSTS_MAX = 1_000;
  private static final Duration LONGEST = Duration.ofHours(24);

  /// How long answers are kept, whatever they say, and how long that there is none.
  public record Ttl(Duration least, Duration most, Duration negative) {
    /// Unless said otherwise.
    public static final Ttl DEFAULTS =
        new Ttl(Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofSeconds(10));

    private static Ttl read(SectionReader dns) {
      var section = dns.section("ttl");
      var ttl =
          new Ttl(
              section
                  .key(
                      "min",
                      Quantities.duration(Duration.ZERO, LONGEST),
                      "How long an answer is kept at least.")
                  .or(DEFAULTS.least),
              section
                  .key(
                      "max",
                      Quantities.duration(Duration.ofSeconds(1), LONGEST),
                      "How long an answer is kept at the most.")
                  .or(DEFAULTS.most),
              dns.key(
                      "negative-ttl",
                      Quantities.duration(Duration.ZERO, Duration.ofHours(1)),
                      "How long it is kept that a name does not exist or has no address.")
                  .or(DEFAULTS.negative));
      if (ttl.least.compareTo(ttl.most) > 0) {
        section.refuse("min", "is longer than max", "write the shorter one as min");
      }
      return ttl;
    }
  }

  /// Keeps copies of the lists.
  public DnsConfig {
    servers = List.copyOf(servers);
    inside = List.copyOf(inside);
  }

  /// The servers, with the port of the DNS.
  public List<InetSocketAddress> socketAddresses() {
    return servers.stream().map(server -> new InetSocketAddress(server, PORT)).toList();
  }

  /// How names are asked for.
  public DnsSettings settings() {
    return new DnsSettings(socketAddresses(), timeout, ttl.least, ttl.most, ttl.negative);
  }

  static DnsConfig read(SectionReader section) {
    return new DnsConfig(
        section
            .key(
                "servers",
                Values.list(Values.address(), 1, 8),
                "The name servers to ask; the same ones as the clients, so that both see the same"
                    + " addresses.")
            .or(List.of()),
        section
            .key(
                "timeout",
                Quantities.duration(Duration.ofMillis(100), Duration.ofSeconds(30)),
                "The longest one lookup may take, all servers together.")
            .or(DnsSettings.WITHIN),
        Ttl.read(section),
        section
            .key(
                "rebind-guard",
                Values.flag(),
                "Whether names are refused to explicit clients (403) that have nothing but private,"
                    + " loopback, link-local or this host's addresses.")
            .or(true),
        section
            .key(
                "private",
                Values.list(Patterns.domain(), 1, HOSTS_MAX),
                "Hosts that may have such addresses: .corp.example.com is that name and all below"
                    + " it.")
            .or(List.of()));
  }
}
