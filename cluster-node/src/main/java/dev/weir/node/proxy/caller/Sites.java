package dev.weir.node.proxy.caller;

import dev.weir.node.proxy.forwarded.Forwarding;
import dev.weir.node.proxy.site.HealthRule;
import dev.weir.node.proxy.site.Origins;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The hosts for which a listener stands, and where each is. Safe for use by any thread.
public final class Sites {
  /// Hosts that are at the same origins.
  ///
  /// @param hosts lower-case names; `*.example.com` for all names below that one, `*` for all there
  ///   are
  /// @param introduces the version of the PROXY protocol by which origins are told who asks; 0:
  ///   none
  /// @param forwarding what origins are told of clients in fields
  public record Site(List<String> hosts, Origins origins, int introduces, Forwarding forwarding) {
    /// Copies the list.
    public Site {
      hosts = List.copyOf(hosts);
    }

    /// Hosts that are at origins of which each is asked as often as any other, and that nobody
    /// probes.
    public Site(List<String> hosts, List<InetSocketAddress> origins) {
      this(
          hosts,
          new Origins(
              origins.stream().map(address -> new Origins.Origin(address, 1)).toList(),
              HealthRule.DEFAULTS,
              InstantSource.system(),
              (_, _, _) -> {}),
          0,
          Forwarding.UNTOUCHED);
    }

    private boolean has(String host) {
      return hosts.stream().anyMatch(pattern -> matches(pattern, host));
    }

    private static boolean matches(String pattern, String host) {
      return pattern.equals("*")
          || pattern.equals(host)
          || (pattern.startsWith("*.") && host.endsWith(pattern.substring(1)));
    }
  }

  private final List<Site> sites;

  /// The first site that has a host answers for it.
  public Sites(List<Site> sites) {
    this.sites = List.copyOf(sites);
  }

  /// Whether any site has a host.
  boolean has(String host) {
    return siteOf(host).isPresent();
  }

  /// The site of a host; empty when none has it.
  public Optional<Site> siteOf(String host) {
    return sites.stream().filter(site -> site.has(host)).findFirst();
  }
}
