package dev.weir.node.proxy;

import dev.weir.node.proxy.caller.Explicit;
import dev.weir.node.proxy.forward.ForwardPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/// Doors for tests.
final class Doors {
  /// Any port of the loopback.
  static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private Doors() {}

  /// One for everybody who is configured to use the proxy, to reach whatever they like.
  static Door explicit() {
    return new Door(ANY, _ -> true, names -> new Explicit(names, _ -> true));
  }

  /// The same, which leads tunnels to these ports.
  static Door tunnels(Integer... ports) {
    var policy = new ForwardPolicy(Set.of(ports), "function");
    return new Door(
        ANY,
        _ -> true,
        (names, _) -> new Explicit(names, _ -> true),
        Door.Opening.PLAIN,
        Optional.of(() -> policy));
  }
}
