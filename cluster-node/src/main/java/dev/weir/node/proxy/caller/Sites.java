package dev.weir.node.proxy.caller;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The hosts for which a listener stands, and where each is. Safe for use by any thread.
public final class Sites {
  /// Hosts that are at the same origins.
  ///
  /// @param hosts lower-case names; `*.example.com` for all names below that one, `*` for all there
  ///   are
  /// @param origins asked in turn; at least one
  public record Site(List<String> hosts, List<InetSocketAddress> origins) {
    /// Copies the lists.
    public Site {
      hosts = List.copyOf(hosts);
      origins = List.copyOf(origins);
      if (origins.isEmpty()) {
        throw new IllegalArgumentException("no origin for " + hosts);
      }
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
  private final AtomicInteger turn = new AtomicInteger();

  /// The first site that has a host answers for it.
  public Sites(List<Site> sites) {
    this.sites = List.copyOf(sites);
  }

  /// Whether any site has a host.
  public boolean has(String host) {
    return sites.stream().anyMatch(site -> site.has(host));
  }

  /// Where a host's next request goes; empty when no site has it.
  public Optional<InetSocketAddress> originOf(String host) {
    return sites.stream()
        .filter(site -> site.has(host))
        .findFirst()
        .map(site -> site.origins.get(Math.floorMod(turn.getAndIncrement(), site.origins.size())));
  }
}
