package dev.weir.node.proxy.host;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.node.proxy.request.Authority;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Resolves the host of a request and compares it with the connection's destination.
///
/// What a name was found to be is remembered for an hour ([HostMemory]), so that names whose
/// addresses rotate stay verified; that an address was not among the answers, and these were
/// nothing new, for [#DIFFERED_FOR]; that no server answered, not at all. Both memories are
/// bounded. Safe for use by any thread.
public final class HostCheck implements AutoCloseable {
  /// How long a name is not asked for again after its answers brought nothing new.
  public static final Duration DIFFERED_FOR = Duration.ofSeconds(5);

  /// How many pairs of name and address that differed are remembered.
  public static final int PAIRS_MAX = 65_536;

  /// The most lookups under way that others may join.
  private static final int LOOKUPS_MAX = 1024;

  /// The most queries for one lookup; each may take its share of the time.
  private static final int QUERIES_MAX = 2;

  private record Pair(String host, InetAddress address) {}

  private final HostMemory memory = new HostMemory();
  private final TopHosts refused = new TopHosts();
  private final Cache<Pair, HostVerdict> differed =
      Caffeine.newBuilder().maximumSize(PAIRS_MAX).expireAfterWrite(DIFFERED_FOR).build();
  private final @Nullable DnsNameResolver resolver;
  private final BiConsumer<String, Throwable> unresolved;
  private final InstantSource wallClock;

  /// A check against the given name servers. With none, no name is ever verified.
  ///
  /// @param within the longest one lookup may take
  /// @param unresolved told a name and the reason when no name server has answered for it
  public HostCheck(
      List<InetSocketAddress> servers,
      Duration within,
      EventLoop loop,
      BiConsumer<String, Throwable> unresolved,
      InstantSource wallClock) {
    this.unresolved = unresolved;
    this.wallClock = wallClock;
    this.resolver = servers.isEmpty() ? null : resolver(servers, within, loop);
  }

  /// Tells the verdict, on `loop`: at once where it is known, otherwise later.
  public void verify(
      Authority host, InetSocketAddress destination, EventLoop loop, Consumer<HostVerdict> told) {
    Consumer<HostVerdict> counted =
        verdict -> {
          if (!verdict.verified()) {
            refused.count(host.host(), destination, verdict.label());
          }
          told.accept(verdict);
        };
    Optional<HostVerdict> known = HostVerdict.without(host, destination);
    if (known.isPresent()) {
      counted.accept(known.get());
      return;
    }
    var pair = new Pair(host.host(), destination.getAddress());
    if (memory.holds(pair.host(), pair.address(), second())) {
      counted.accept(HostVerdict.VERIFIED);
      return;
    }
    HostVerdict remembered = differed.getIfPresent(pair);
    if (remembered != null) {
      counted.accept(remembered);
    } else if (resolver == null) {
      counted.accept(HostVerdict.UNRESOLVED);
    } else {
      lookUp(resolver, pair, verdict -> loop.execute(() -> counted.accept(verdict)));
    }
  }

  /// The verdict, where it is known and good.
  public Optional<HostVerdict> known(Authority host, InetSocketAddress destination) {
    return HostVerdict.without(host, destination)
        .or(() ->
            memory.holds(host.host(), destination.getAddress(), second())
                ? Optional.of(HostVerdict.VERIFIED)
                : Optional.empty())
        .filter(HostVerdict::verified);
  }

  /// What names were found to be.
  public HostMemory memory() {
    return memory;
  }

  /// The hosts that are not verified most often.
  public TopHosts refused() {
    return refused;
  }

  /// Asks for a name's IPv4 addresses, past all memory, and tells them on a thread of the resolver;
  /// empty when no name server has answered.
  public void resolve(String name, Consumer<Optional<List<InetAddress>>> told) {
    if (resolver == null) {
      told.accept(Optional.empty());
      return;
    }
    resolver
        .resolveAll(name)
        .addListener((Future<List<InetAddress>> answers) -> {
          if (!answers.isSuccess()) {
            unresolved.accept(name, answers.cause());
          }
          told.accept(answers.isSuccess() ? Optional.of(answers.getNow()) : Optional.empty());
        });
  }

  @Override
  public void close() {
    if (resolver != null) {
      resolver.close();
    }
  }

  private void lookUp(DnsNameResolver dns, Pair pair, Consumer<HostVerdict> told) {
    dns.resolveAll(pair.host())
        .addListener((Future<List<InetAddress>> answers) -> {
          if (!answers.isSuccess()) {
            unresolved.accept(pair.host(), answers.cause());
            told.accept(HostVerdict.UNRESOLVED);
            return;
          }
          boolean taught = memory.learn(pair.host(), answers.getNow(), second());
          boolean holds = memory.holds(pair.host(), pair.address(), second());
          if (!holds && !taught) { // a name that rotates is asked on, until it has told all
            differed.put(pair, HostVerdict.ADDRESS_DIFFERS);
          }
          told.accept(holds ? HostVerdict.VERIFIED : HostVerdict.ADDRESS_DIFFERS);
        });
  }

  private long second() {
    return wallClock.instant().getEpochSecond();
  }

  /// Netty's own caches have no bound on their number of entries, so they stay out.
  private static DnsNameResolver resolver(
      List<InetSocketAddress> servers, Duration within, EventLoop loop) {
    return new DnsNameResolverBuilder(loop)
        .datagramChannelFactory(() -> new EpollDatagramChannel(SocketProtocolFamily.INET))
        .nameServerProvider(new SequentialDnsServerAddressStreamProvider(servers))
        .resolvedAddressTypes(ResolvedAddressTypes.IPV4_ONLY)
        .queryTimeoutMillis(Math.max(1, within.toMillis() / QUERIES_MAX))
        .maxQueriesPerResolve(QUERIES_MAX)
        .searchDomains(List.of())
        .ndots(0)
        // The clients' view counts, and they do not read this machine's hosts file.
        .hostsFileEntriesResolver((name, types) -> null)
        .resolveCache(NoopDnsCache.INSTANCE)
        .cnameCache(NoopDnsCnameCache.INSTANCE)
        .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
        .consolidateCacheSize(LOOKUPS_MAX)
        .build();
  }
}
