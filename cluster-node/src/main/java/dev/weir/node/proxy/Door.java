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
/// @param forward what its clients may do as those who are configured to use this proxy, if they are
/// @param opening what comes before HTTP
public record Door(
    InetSocketAddress address,
    Predicate<InetAddress> admitted,
    BiFunction<HostCheck, Channel, Caller> caller,
    Optional<Supplier<ForwardPolicy>> forward,
    Opening opening) {
  /// What comes before HTTP on a connection.
  ///
  /// @param introduced by whom clients are introduced, by the PROXY protocol: who is admitted is
  ///   asked of them then
  /// @param tls what encrypts, and who a client is to us then
  public record Opening(Predicate<InetAddress> introduced, Optional<TlsSections> tls) {
    /// Nothing.
    public static final Opening PLAIN = new Opening(_ -> false, Optional.empty());
  }

  /// One where nothing comes before HTTP.
  public Door(
      InetSocketAddress address,
      Predicate<InetAddress> admitted,
      Function<HostCheck, Caller> caller) {
    this(address, admitted, caller, Optional.empty());
  }

  /// One where nothing comes before HTTP, for clients who are configured to use this proxy.
  public Door(
      InetSocketAddress address,
      Predicate<InetAddress> admitted,
      Function<HostCheck, Caller> caller,
      Optional<Supplier<ForwardPolicy>> forward) {
    this(address, admitted, (names, _) -> caller.apply(names), forward, Opening.PLAIN);
  }

  /// One by which nobody asks for tunnels.
  public Door(
      InetSocketAddress address,
      Predicate<InetAddress> admitted,
      BiFunction<HostCheck, Channel, Caller> caller,
      Opening opening) {
    this(address, admitted, caller, Optional.empty(), opening);
  }
}
