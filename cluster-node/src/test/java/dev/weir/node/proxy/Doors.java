package dev.weir.node.proxy;

import dev.weir.node.proxy.caller.Explicit;
import dev.weir.node.proxy.forward.ForwardPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

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
    return tunnels(_ -> true, ports);
  }

  /// The same, which leads nobody elsewhere than there.
  static Door tunnels(Predicate<InetAddress> reachable, Integer... ports) {
    var policy = new ForwardPolicy(Set.of(ports), "function");
    return new Door(
        ANY,
        _ -> true,
        (names, _) -> new Explicit(names, it -> reachable.test(it.getAddress())),
        Door.Opening.PLAIN,
        Optional.of(() -> policy));
  }
}
