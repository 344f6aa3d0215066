package dev.weir.node.proxy.caller;

import dev.weir.node.proxy.access.WayIn;
import dev.weir.node.proxy.forwarded.Forwarding;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginPool;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.origin.OriginRequest;
import dev.weir.node.proxy.request.Authority;
import dev.weir.node.proxy.request.Scheme;
import io.netty.channel.EventLoop;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Who is at the other end of a conversation: a client, or another node for one of its clients.
///
/// One request after the other: what it says of the present one holds until the next is [#find].
public interface Caller {
  /// What a request is asked for.
  enum Wish {
    /// Everything that a client may have, another node's store included.
    ALL,
    /// The same for another node's client, but no further node is asked.
    RELAYED,
    /// The same, if this node owns the key by its own table: the other goes by another one.
    OWNED,
    /// What is stored here, which is dropped when it has been given: another node owns it now.
    HANDED_OVER
  }

  /// Finds where a request to a host goes, and tells, on `loop`, what is known of the host.
  void find(Authority host, EventLoop loop, Consumer<HostVerdict> found);

  /// What [#find] would tell of a host at once, without asking anybody; empty where it cannot.
  default Optional<HostVerdict> known(Authority host) {
    return Optional.empty();
  }

  /// Where a host is as far as that is known without asking anybody.
  default Optional<Inet4Address> where(Authority host) {
    return Optional.empty();
  }

  /// Leaves a host for a parent to find, and tells what that makes of it; empty: [#find] tells it
  /// although a parent is asked.
  default Optional<HostVerdict> leave(Authority host) {
    return Optional.empty();
  }

  /// The status that refuses a request whose host was found to be so; empty when it is carried out.
  OptionalInt refusal(HostVerdict verdict);

  /// Where the present request goes; something that is nowhere while that is not found.
  InetSocketAddress destination();

  /// How its requests come to this node.
  WayIn way();

  /// Has [#destination] be another one at which the present request's host is, for nothing could be
  /// reached at this one. False: there is none.
  default boolean next() {
    return false;
  }

  /// What origins are told of who asks.
  default Forwarding forwarding() {
    return Forwarding.UNTOUCHED;
  }

  /// The IPv4 address of the router that diverted its connection, as a number; 0: none that is
  /// known.
  default int router() {
    return 0;
  }

  /// What the present request is asked for.
  default Wish wish() {
    return Wish.ALL;
  }

  /// By what the present request came.
  default Scheme scheme() {
    return Scheme.HTTP;
  }

  /// Whether another node may carry the present request out for it.
  default boolean mayRelay() {
    return isClient();
  }

  /// The exchange with an origin that carries the present request out, or one that this leads to.
  default Exchange exchange(OriginPool origins, OriginRequest request, OriginReceiver receiver) {
    return origins.exchange(request, receiver);
  }

  /// Whether it is a client itself.
  default boolean isClient() {
    return wish() == Wish.ALL;
  }
}
