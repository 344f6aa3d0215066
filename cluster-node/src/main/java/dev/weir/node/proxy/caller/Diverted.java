package dev.weir.node.proxy.caller;

import dev.weir.node.proxy.access.WayIn;
import dev.weir.node.proxy.forwarded.Forwarding;
import dev.weir.node.proxy.host.HostCheck;
import dev.weir.node.proxy.host.HostPolicy;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.proxy.request.Authority;
import io.netty.channel.EventLoop;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// A client whose connection a router diverted: it goes where the client wanted, whatever host it
/// names; only whether anything is kept of it depends on that.
public final class Diverted implements Caller {
  private static final int CONFLICT = 409;

  private final InetSocketAddress destination;
  private final HostCheck hosts;
  private final HostPolicy policy;
  private final Forwarding forwarding;
  private final int router;
  private HostPolicy.Mode mode;

  /// A client that went to a destination.
  ///
  /// @param policy how its hosts are checked
  /// @param forwarding what origins are told of it
  /// @param router the IPv4 address of whoever diverted it, as a number; 0: not known
  public Diverted(
      InetSocketAddress destination,
      HostCheck hosts,
      HostPolicy policy,
      Forwarding forwarding,
      int router) {
    this.destination = destination;
    this.hosts = hosts;
    this.policy = policy;
    this.forwarding = forwarding;
    this.router = router;
    this.mode = policy.otherwise();
  }

  @Override
  public int router() {
    return router;
  }

  @Override
  public void find(Authority host, EventLoop loop, Consumer<HostVerdict> found) {
    mode = policy.of(host.host());
    if (mode == HostPolicy.Mode.OFF) {
      found.accept(HostVerdict.UNCHECKED);
    } else {
      hosts.verify(host, destination, loop, found);
    }
  }

  @Override
  public Optional<HostVerdict> known(Authority host) {
    return policy.of(host.host()) == HostPolicy.Mode.OFF
        ? Optional.of(HostVerdict.UNCHECKED)
        : hosts.known(host, destination);
  }

  @Override
  public Optional<Inet4Address> where(Authority host) {
    return Optional.of(destination.getAddress())
        .filter(Inet4Address.class::isInstance)
        .map(Inet4Address.class::cast);
  }

  @Override
  public Optional<HostVerdict> leave(Authority host) {
    return Optional.of(HostVerdict.BY_PARENT);
  }

  @Override
  public WayIn way() {
    return WayIn.INTERCEPT;
  }

  @Override
  public OptionalInt refusal(HostVerdict verdict) {
    return mode == HostPolicy.Mode.STRICT && verdict.elsewhere()
        ? OptionalInt.of(CONFLICT)
        : OptionalInt.empty();
  }

  @Override
  public InetSocketAddress destination() {
    return destination;
  }

  @Override
  public Forwarding forwarding() {
    return forwarding;
  }
}
