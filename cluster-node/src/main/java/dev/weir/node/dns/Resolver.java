package dev.weir.node.dns;

import dev.weir.node.telemetry.DnsMetric;
import dev.weir.node.telemetry.Telemetry;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks name servers for the addresses of hosts. Safe for use by any thread.
///
/// Each lookup has a socket of its own, hence a port that nobody can know, and an id at random; an
/// answer must come from the server that was asked, to that port, with that id and the same
/// question. A server that is silent or fails is followed by the next.
public final class Resolver implements AutoCloseable {
  /// The most lookups under way that others may join.
  private static final int LOOKUPS_MAX = 1_024;

  /// The most queries for one lookup, those after aliases included.
  private static final int QUERIES_MAX = 16;

  /// What passes any link in one piece (DNS Flag Day 2020); what is longer comes by TCP.
  private static final int ANSWER_OCTETS_MAX = 1_232;

  private final DnsSettings settings;
  private final EventLoop loop;
  private final InstantSource clock;
  private final Telemetry telemetry;
  private final BiConsumer<String, String> untold;
  private final NameCache cache;
  private final TtlWatch lifetimes = new TtlWatch();
  private final @Nullable DnsNameResolver ipv4;
  private final @Nullable DnsNameResolver ipv6;

  /// A resolver whose sockets belong to a loop.
  ///
  /// @param clock which never steps
  /// @param untold hears a name, and why no name server has told its addresses
  public Resolver(
      DnsSettings settings,
      EventLoop loop,
      InstantSource clock,
      Telemetry telemetry,
      BiConsumer<String, String> untold) {
    this.settings = settings;
    this.loop = loop;
    this.clock = clock;
    this.telemetry = telemetry;
    this.untold = untold;
    this.cache = new NameCache(settings);
    boolean asks = !settings.servers().isEmpty();
    this.ipv4 = asks ? resolver(ResolvedAddressTypes.IPV4_ONLY) : null;
    this.ipv6 = asks ? resolver(ResolvedAddressTypes.IPV6_ONLY) : null;
    telemetry.gauge(DnsMetric.NAMES, cache::count);
  }

  /// Tells a name's addresses: within the call if they are kept, else on the loop. Those of IPv6
  /// are asked for where there are none of IPv4.
  public void resolve(String name, Consumer<Lookup> told) {
    Optional<NameCache.Kept> kept = cache.find(name, clock.instant());
    if (kept.isPresent()) {
      count("kept");
      told.accept(kept.get().lookup());
    } else {
      askAnew(
          name,
          ipv4,
          lookup -> {
            if (lookup instanceof Lookup.Absent(String why) && why.equals("nodata")) {
              askAnew(name, ipv6, told);
            } else {
              told.accept(lookup);
            }
          });
    }
  }

  /// Asks for a name's IPv4 addresses, whatever is kept of it, and tells them on the loop.
  public void askAnew(String name, Consumer<Lookup> told) {
    askAnew(name, ipv4, told);
  }

  private void askAnew(String name, @Nullable DnsNameResolver resolver, Consumer<Lookup> told) {
    if (resolver == null) {
      told.accept(new Lookup.Untold("no-servers"));
      return;
    }
    long beganNs = System.nanoTime();
    var over = new AtomicBoolean();
    Consumer<Lookup> once =
        lookup -> {
          if (over.compareAndSet(false, true)) {
            telemetry
                .timer(DnsMetric.SECONDS)
                .record(System.nanoTime() - beganNs, TimeUnit.NANOSECONDS);
            onTold(name, lookup);
            told.accept(lookup);
          }
        };
    var limit =
        loop.schedule(
            () -> once.accept(new Lookup.Untold("timeout")),
            settings.within().toMillis(),
            TimeUnit.MILLISECONDS);
    resolver
        .resolveAll(name)
        .addListener((Future<List<InetAddress>> answers) -> {
          limit.cancel(false);
          once.accept(
              answers.isSuccess() ? new Lookup.Found(answers.getNow()) : failure(answers.cause()));
        });
  }

  private void onTold(String name, Lookup lookup) {
    cache.keep(name, lookup, lifetimes.take(name), clock.instant());
    count(lookup.label());
    if (lookup instanceof Lookup.Untold(String why)) {
      untold.accept(name, why);
    }
  }

  private static Lookup failure(@Nullable Throwable why) {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      if (cause instanceof DnsNameResolverTimeoutException) {
        return new Lookup.Untold("timeout");
      }
      if (cause instanceof DnsErrorCauseException error) {
        return DnsResponseCode.NXDOMAIN.equals(error.getCode())
            ? new Lookup.Absent("nxdomain")
            : new Lookup.Untold("failed");
      }
    }
    // Servers that answered, and had nothing, are no cause.
    return why instanceof UnknownHostException && why.getCause() == null
        ? new Lookup.Absent("nodata")
        : new Lookup.Untold("failed");
  }

  /// What is kept of names.
  public NameCache kept() {
    return cache;
  }

  /// What time it is for what is kept.
  public Duration left(NameCache.Kept kept) {
    return Duration.between(clock.instant(), kept.until());
  }

  /// What is kept of a name now.
  public Optional<NameCache.Kept> kept(String name) {
    return cache.find(name, clock.instant());
  }

  /// Counts what came of a lookup.
  public void count(String result) {
    telemetry.counter(DnsMetric.LOOKUPS, result).increment();
  }

  @Override
  public void close() {
    if (ipv4 != null) {
      ipv4.close();
    }
    if (ipv6 != null) {
      ipv6.close();
    }
  }

  /// Netty's own caches have no bound on their number of entries, so they stay out.
  private DnsNameResolver resolver(ResolvedAddressTypes types) {
    long within = settings.within().toMillis();
    int servers = settings.servers().size();
    return new DnsNameResolverBuilder(loop)
        .datagramChannelFactory(() -> new EpollDatagramChannel(SocketProtocolFamily.INET))
        .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
        .socketChannelFactory(EpollSocketChannel::new)
        .nameServerProvider(new SequentialDnsServerAddressStreamProvider(settings.servers()))
        .resolvedAddressTypes(types)
        .queryTimeoutMillis(Math.max(1, within / Math.max(2, servers)))
        .maxQueriesPerResolve(QUERIES_MAX)
        .maxPayloadSize(ANSWER_OCTETS_MAX)
        .searchDomains(List.of())
        .ndots(0)
        // The clients' view counts, and they do not read this machine's hosts file.
        .hostsFileEntriesResolver((name, any) -> null)
        .resolveCache(lifetimes)
        .cnameCache(NoopDnsCnameCache.INSTANCE)
        .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
        .consolidateCacheSize(LOOKUPS_MAX)
        .build();
  }
}
