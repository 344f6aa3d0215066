package dev.weir.node.proxy;

import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.forward.ForwardPolicy;
import dev.weir.node.proxy.host.HostCheck;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// A listener to which clients come by themselves.
///
/// @param address to bind
/// @param admitted whose connections are taken; others are closed at once
/// @param caller what a client that comes by it is to us, given what looks names up
/// @param forward what its clients may do as those who are configured to use this proxy, if they are
public record Door(
    InetSocketAddress address,
    Predicate<InetAddress> admitted,
    Function<HostCheck, Caller> caller,
    Optional<Supplier<ForwardPolicy>> forward) {
  /// One by which nobody asks for tunnels.
  public Door(
      InetSocketAddress address,
      Predicate<InetAddress> admitted,
      Function<HostCheck, Caller> caller) {
    this(address, admitted, caller, Optional.empty());
  }
}
