package dev.weir.node.proxy.access;

import dev.weir.cache.message.RequestHead;
import dev.weir.cache.operator.Subject;
import dev.weir.node.access.Draft;
import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.icap.Adaptation;
import dev.weir.node.proxy.introduce.ClientAddress;
import dev.weir.node.proxy.request.Authority;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/// Who may what, at the time of each request.
///
/// @param access what is in force
/// @param clock that of the wall, for hours
public record Doorkeeper(Supplier<Access> access, InstantSource clock) {
  /// Whether nothing can be denied to anybody now.
  public boolean isOpen() {
    return access.get().isOpen();
  }

  /// What looks at requests and responses on their way now.
  public Adaptation adaptation() {
    return access.get().adaptation();
  }

  /// A request of a client, of whose head this is the host, under what is in force now; for a
  /// tunnel, where it leads. Another node's was judged there.
  public Clearance clearance(Authority host, RequestHead head, Caller caller, Channel channel) {
    var client = ClientAddress.of(channel) instanceof InetSocketAddress it ? it : Clearance.NOBODY;
    var listener = channel.localAddress() instanceof InetSocketAddress it ? it : Clearance.NOBODY;
    return new Clearance(
        caller.isClient() ? access.get() : Access.OPEN,
        client.getAddress(),
        new Asked(
            caller.way(),
            listener,
            new Subject(
                bare(host.host()),
                head.target(),
                Draft.address(client.getAddress()),
                Optional.empty()),
            Optional.empty(),
            head.method(),
            host.scheme(),
            host.port(),
            Optional.empty(),
            LocalDateTime.ofInstant(clock.instant(), ZoneId.systemDefault())));
  }

  private static String bare(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
