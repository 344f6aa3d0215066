package dev.weir.node.proxy;

import dev.weir.node.config.limit.PaceConfig;
import dev.weir.node.dns.DnsSettings;
import dev.weir.node.dns.RebindGuard;
import dev.weir.node.dns.Resolver;
import dev.weir.node.proxy.client.ClientTimes;
import dev.weir.node.proxy.host.HostCheck;
import dev.weir.node.proxy.host.HostPolicy;
import dev.weir.node.proxy.limit.ClientLimits;
import dev.weir.node.proxy.origin.OriginTimes;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What the proxy is told. Defaults live here and nowhere else.
///
/// @param nodeName of this node, for Via and Cache-Status
/// @param intercept where diverted connections are accepted, if any are
/// @param doors where clients come by themselves
/// @param times how long things may take; connections begin with those of the moment
/// @param ways what the operator may change of the ways in while the node runs
public record ProxyConfig(
    String nodeName,
    Optional<Listen> intercept,
    List<Door> doors,
    Dns dns,
    Supplier<Times> times,
    Limits limits,
    Sockets sockets,
    Supplier<WaysIn> ways) {
  /// Copies the doors.
  public ProxyConfig {
    doors = List.copyOf(doors);
  }

  /// Where diverted connections are accepted.
  ///
  /// @param address to bind; for the target of a tproxy rule one on the loopback
  /// @param arrival how connections come to it
  /// @param ownAddresses a connection to one of these was not diverted and is closed, beside those
  ///   that this machine has when the listener is bound; not looked at if `arrival` is direct
  /// @param probes from where such a connection is not closed but asked what it wants to know of
  ///   the node's health
  public record Listen(
      InetSocketAddress address,
      Arrival arrival,
      Set<InetAddress> ownAddresses,
      Predicate<InetAddress> probes) {
    /// Copies the addresses.
    public Listen {
      ownAddresses = Set.copyOf(ownAddresses);
    }
  }

  /// How connections come to the listener.
  public enum Arrival {
    /// The socket carries the origin's address as its own; needs CAP_NET_ADMIN.
    TRANSPARENT,
    /// The kernel has changed the destination, and tells the true one.
    TRANSLATED,
    /// By nobody's doing: each is to where its client wanted.
    DIRECT
  }

  /// How hosts are resolved, and checked.
  ///
  /// @param settings by which names are asked for; without servers no host is verified and nothing
  ///   is stored
  /// @param guard what names may mean for explicit clients
  /// @param policy how hosts of diverted requests are checked, as it is now
  public record Dns(DnsSettings settings, RebindGuard guard, Supplier<HostPolicy> policy) {
    /// Servers by which nothing is refused.
    public Dns(List<InetSocketAddress> servers, Duration within) {
      this(DnsSettings.asking(servers, within), RebindGuard.OFF, () -> HostPolicy.LENIENT);
    }

    /// The check by these, whose sockets belong to a loop; `untold` hears names and reasons.
    HostCheck check(EventLoop loop, ProxyParts parts, BiConsumer<String, String> untold) {
      var clock = parts.steadyClock();
      var resolver = new Resolver(settings, loop, clock, parts.telemetry(), untold);
      return new HostCheck(resolver, guard, clock);
    }
  }

  /// How long the parts of an exchange may take.
  ///
  /// The answer stays below 5 s, so that a client has its 502 or 504 by then.
  public record Times(ClientTimes client, OriginTimes origin) {
    /// The times unless said otherwise.
    public static final Times DEFAULTS =
        new Times(
            new ClientTimes(
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                PaceConfig.DEFAULTS.readRate(),
                Duration.ofMillis(4500),
                Duration.ofSeconds(10)),
            new OriginTimes(Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofSeconds(10)));

    /// These with `origin.connect-timeout`.
    public Times withConnect(Duration connect) {
      return new Times(client, new OriginTimes(connect, origin.stall(), origin.idle()));
    }
  }

  /// What is bounded.
  ///
  /// @param connectionsMax open client connections
  /// @param followersMax requests waiting for one fetch
  /// @param threads event loops
  /// @param client of one connection and of one client's
  public record Limits(
      IntSupplier connectionsMax, int followersMax, int threads, Supplier<ClientLimits> client) {
    /// How many requests wait for one fetch at the most unless said otherwise.
    public static final int FOLLOWERS_MAX = 10_000;

    /// Event loops unless said otherwise.
    public static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors());
  }

  /// How connections look to those at their other end.
  ///
  /// @param segmentBytesMax the longest TCP segment that clients may send, so that GRE need not be
  ///   cut
  /// @param clientAddress whether origins see the address of the client
  public record Sockets(int segmentBytesMax, boolean clientAddress) {
    /// Unless said otherwise.
    public static final Sockets DEFAULTS = new Sockets(1432, false);
  }

  /// Our pseudonym in Via and Cache-Status: `weir-` and the node's name.
  public String pseudonym() {
    return "weir-" + nodeName.replaceAll("[^A-Za-z0-9.-]", "-");
  }
}
