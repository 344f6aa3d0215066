package dev.weir.node.proxy.caller;

import dev.weir.node.proxy.forwarded.Forwarding;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.proxy.request.Authority;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;

/// A client of hosts for which this node stands: the configuration says where they are (RFC 9110
/// §3.7, "gateway").
public final class Surrogate implements Caller {
  private static final int MISDIRECTED = 421;
  static final InetSocketAddress NOWHERE =
      new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);

  private final Sites sites;
  private final Function<String, Forwarding> forwardings;
  private Forwarding forwarding = Forwarding.UNTOUCHED;
  private InetSocketAddress destination = NOWHERE;

  /// A client of these sites.
  public Surrogate(Sites sites) {
    this(sites, _ -> Forwarding.UNTOUCHED);
  }

  /// The same, of which the origins of a host are told so much.
  public Surrogate(Sites sites, Function<String, Forwarding> forwardings) {
    this.sites = sites;
    this.forwardings = forwardings;
  }

  @Override
  public Forwarding forwarding() {
    return forwarding;
  }

  @Override
  public void find(Authority host, EventLoop loop, Consumer<HostVerdict> found) {
    Optional<InetSocketAddress> origin = sites.originOf(host.host());
    destination = origin.orElse(NOWHERE);
    forwarding = forwardings.apply(host.host());
    found.accept(origin.isPresent() ? HostVerdict.OURS : HostVerdict.NOT_OURS);
  }

  @Override
  public Optional<HostVerdict> known(Authority host) {
    return Optional.of(sites.has(host.host()) ? HostVerdict.OURS : HostVerdict.NOT_OURS);
  }

  @Override
  public OptionalInt refusal(HostVerdict verdict) {
    return verdict == HostVerdict.NOT_OURS ? OptionalInt.of(MISDIRECTED) : OptionalInt.empty();
  }

  @Override
  public InetSocketAddress destination() {
    return destination;
  }
}
