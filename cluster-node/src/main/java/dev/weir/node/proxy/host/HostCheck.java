package dev.weir.node.proxy.host;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.node.dns.Lookup;
import dev.weir.node.dns.RebindGuard;
import dev.weir.node.dns.Resolver;
import dev.weir.node.proxy.request.Authority;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Resolves the host of a request and compares it with the connection's destination.
///
/// What a name was found to be is remembered for an hour ([HostMemory]), so that names whose
/// addresses rotate stay verified; that an address was not among the answers, and these were
/// nothing new, for [#DIFFERED_FOR]; that no server answered, not at all. Both memories are
/// bounded. Safe for use by any thread.
public final class HostCheck {
  /// How long a name is not asked for again after its answers brought nothing new.
  public static final Duration DIFFERED_FOR = Duration.ofSeconds(5);

  /// How many pairs of name and address that differed are remembered.
  public static final int PAIRS_MAX = 65_536;

  private record Pair(String host, InetAddress address) {}

  private final HostMemory memory = new HostMemory();
  private final TopHosts refused = new TopHosts();
  private final Cache<Pair, HostVerdict> differed =
      Caffeine.newBuilder().maximumSize(PAIRS_MAX).expireAfterWrite(DIFFERED_FOR).build();
  private final Resolver resolver;
  private final RebindGuard guard;
  private final InstantSource clock;

  /// A check by what a resolver tells.
  ///
  /// @param guard what names may mean for explicit clients
  public HostCheck(Resolver resolver, RebindGuard guard, InstantSource clock) {
    this.resolver = resolver;
    this.guard = guard;
    this.clock = clock;
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
    } else {
      lookUp(pair, verdict -> loop.execute(() -> counted.accept(verdict)));
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

  /// Tells a name's addresses, on whatever thread; empty when there are none, or nobody told.
  public void resolve(String name, Consumer<Optional<List<InetAddress>>> told) {
    resolver.resolve(
        name,
        lookup ->
            told.accept(
                lookup instanceof Lookup.Found(List<InetAddress> all)
                    ? Optional.of(all)
                    : Optional.empty()));
  }

  /// Tells what a name means for an explicit client, on whatever thread.
  public void guarded(String name, Consumer<Lookup> told) {
    resolver.resolve(
        name,
        lookup -> {
          Lookup guarded = guard.guard(name, lookup);
          if (guarded instanceof Lookup.Rebound) {
            resolver.count(guarded.label());
          }
          told.accept(guarded);
        });
  }

  /// What asks name servers.
  public Resolver resolver() {
    return resolver;
  }

  /// Whoever is diverted may have been told other addresses than are kept here, so it is asked
  /// anew.
  private void lookUp(Pair pair, Consumer<HostVerdict> told) {
    resolver.askAnew(
        pair.host(),
        lookup -> {
          if (!(lookup instanceof Lookup.Found(List<InetAddress> addresses))) {
            told.accept(HostVerdict.UNRESOLVED);
            return;
          }
          boolean taught = memory.learn(pair.host(), addresses, second());
          boolean holds = memory.holds(pair.host(), pair.address(), second());
          if (!holds && !taught) { // a name that rotates is asked on, until it has told all
            differed.put(pair, HostVerdict.ADDRESS_DIFFERS);
          }
          told.accept(holds ? HostVerdict.VERIFIED : HostVerdict.ADDRESS_DIFFERS);
        });
  }

  private long second() {
    return clock.instant().getEpochSecond();
  }
}
