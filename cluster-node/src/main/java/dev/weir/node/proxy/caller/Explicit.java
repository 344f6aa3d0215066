package dev.weir.node.proxy.caller;

import dev.weir.node.proxy.forwarded.Forwarding;
import dev.weir.node.proxy.host.HostCheck;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.proxy.request.Authority;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A client that is configured to use this proxy: we look its hosts up, so they are where we found
/// them. It reaches no address that it could not reach without us.
public final class Explicit implements Caller {
  private static final int FORBIDDEN = 403;
  private static final int BAD_GATEWAY = 502;

  /// How many of a host's addresses are tried.
  private static final int ADDRESSES_MAX = 4;


  private final HostCheck names;
  private final Predicate<InetAddress> reachable;
  private final Forwarding forwarding;
  private final Deque<InetSocketAddress> further = new ArrayDeque<>();
  private InetSocketAddress destination = Surrogate.NOWHERE;

  /// A client whose requests go to addresses that are `reachable`.
  public Explicit(HostCheck names, Predicate<InetAddress> reachable) {
    this(names, reachable, Forwarding.UNTOUCHED);
  }

  /// The same, of which origins are told so much.
  public Explicit(HostCheck names, Predicate<InetAddress> reachable, Forwarding forwarding) {
    this.names = names;
    this.reachable = reachable;
    this.forwarding = forwarding;
  }

  @Override
  public Forwarding forwarding() {
    return forwarding;
  }

  @Override
  public void find(Authority host, EventLoop loop, Consumer<HostVerdict> found) {
    Optional<InetAddress> literal = host.literal();
    if (literal.isPresent()) {
      found.accept(choose(List.of(literal.get()), host.port(), HostVerdict.LITERAL));
    } else {
      names.resolve(
          host.host(),
          answers ->
              loop.execute(() ->
                  found.accept(
                      answers
                          .map(all -> choose(all, host.port(), HostVerdict.VERIFIED))
                          .orElse(HostVerdict.UNRESOLVED))));
    }
  }

  private HostVerdict choose(List<InetAddress> addresses, int port, HostVerdict good) {
    further.clear();
    destination = Surrogate.NOWHERE;
    addresses.stream()
        .filter(reachable)
        .limit(ADDRESSES_MAX)
        .map(address -> new InetSocketAddress(address, port))
        .forEach(further::add);
    return next() ? good : HostVerdict.FORBIDDEN;
  }

  @Override
  public boolean next() {
    if (further.isEmpty()) {
      return false;
    }
    destination = further.remove();
    return true;
  }

  @Override
  public OptionalInt refusal(HostVerdict verdict) {
    return switch (verdict) {
      case UNRESOLVED -> OptionalInt.of(BAD_GATEWAY);
      case FORBIDDEN -> OptionalInt.of(FORBIDDEN);
      default -> OptionalInt.empty();
    };
  }

  @Override
  public InetSocketAddress destination() {
    return destination;
  }
}
