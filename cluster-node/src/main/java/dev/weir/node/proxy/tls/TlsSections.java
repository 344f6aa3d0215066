package dev.weir.node.proxy.tls;

import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.host.HostCheck;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The sections of one listener, of which a client's server name chooses one (RFC 6066 §3). Pure.
public final class TlsSections {
  /// Hosts with one certificate.
  ///
  /// @param hosts lower-case names; `*.example.com` for all names below that one, `*` for all
  /// @param context of a new connection
  /// @param caller what a client of these hosts is to us; it asks for no others
  public record Section(
      List<String> hosts,
      Supplier<SslContext> context,
      BiFunction<HostCheck, Channel, Caller> caller) {
    /// Copies the hosts.
    public Section {
      hosts = List.copyOf(hosts);
    }

    /// How well it fits a name: the whole name best, then the longest pattern; 0: not at all.
    private int fitness(String name) {
      return hosts.stream().mapToInt(host -> fitness(host, name)).max().orElse(0);
    }

    private static int fitness(String host, String name) {
      if (host.equals(name)) {
        return Integer.MAX_VALUE;
      }
      boolean below = host.startsWith("*") && name.endsWith(host.substring(1));
      return below ? host.length() : 0;
    }
  }

  private final List<Section> sections;

  /// At least one.
  public TlsSections(List<Section> sections) {
    if (sections.isEmpty()) {
      throw new IllegalArgumentException("no section");
    }
    this.sections = List.copyOf(sections);
  }

  /// The one that a client means by a name in lower case; empty when none is for that name.
  public Optional<Section> of(String name) {
    int best = sections.stream().mapToInt(it -> it.fitness(name)).max().orElse(0);
    return sections.stream().filter(it -> best > 0 && it.fitness(name) == best).findFirst();
  }

  /// The one of a client that says no name: that of all hosts, else the first.
  public Section unnamed() {
    return Stream.concat(
            sections.stream().filter(it -> it.hosts.contains("*")), Stream.of(sections.getFirst()))
        .min(Comparator.comparing(it -> !it.hosts.contains("*")))
        .orElseThrow();
  }
}
