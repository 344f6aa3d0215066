package dev.weir.node.proxy;

import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.forward.ForwardPolicy;
import dev.weir.node.proxy.host.HostCheck;
import dev.weir.node.proxy.tls.TlsSections;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// A listener to which clients come by themselves.
///
/// @param address to bind
/// @param admitted whose connections are taken; others are closed at once
/// @param caller what a client that comes by it is to us, given what looks names up and its
///   connection; not asked where there is TLS
/// @param opening what comes before HTTP
/// @param forward what its clients may do as those who are configured to use this proxy, if they are
public record Door(
    InetSocketAddress address,
    Predicate<InetAddress> admitted,
    BiFunction<HostCheck, Channel, Caller> caller,
    Opening opening,
    Optional<Supplier<ForwardPolicy>> forward) {
  /// What comes before HTTP on a connection.
  ///
  /// @param introduced by whom clients are introduced, by the PROXY protocol: who is admitted is
  ///   asked of them then
  /// @param tls what encrypts, and who a client is to us then
  public record Opening(Predicate<InetAddress> introduced, Optional<TlsSections> tls) {
    /// Nothing.
    public static final Opening PLAIN = new Opening(_ -> false, Optional.empty());
  }

  /// One by which nobody asks for tunnels.
  public Door(
      InetSocketAddress address,
      Predicate<InetAddress> admitted,
      BiFunction<HostCheck, Channel, Caller> caller,
      Opening opening) {
    this(address, admitted, caller, opening, Optional.empty());
  }

  /// One where nothing comes before HTTP, either.
  public Door(
      InetSocketAddress address,
      Predicate<InetAddress> admitted,
      Function<HostCheck, Caller> caller) {
    this(address, admitted, (names, _) -> caller.apply(names), Opening.PLAIN);
  }
}
