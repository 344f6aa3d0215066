package dev.weir.node.proxy.caller;

import dev.weir.node.proxy.forwarded.Forwarding;
import dev.weir.node.proxy.host.HostCheck;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.proxy.request.Authority;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// A client whose connection a router diverted: it goes where the client wanted, whatever host it
/// names; only whether anything is kept of it depends on that.
///
/// @param strict whether a request whose host is elsewhere is refused
/// @param forwarding what origins are told of it
public record Diverted(
    InetSocketAddress destination, HostCheck hosts, boolean strict, Forwarding forwarding)
    implements Caller {
  private static final int CONFLICT = 409;

  @Override
  public void find(Authority host, EventLoop loop, Consumer<HostVerdict> found) {
    hosts.verify(host, destination, loop, found);
  }

  @Override
  public Optional<HostVerdict> known(Authority host) {
    return hosts.known(host, destination);
  }

  @Override
  public OptionalInt refusal(HostVerdict verdict) {
    return strict && verdict.elsewhere() ? OptionalInt.of(CONFLICT) : OptionalInt.empty();
  }
}
