package dev.weir.node.proxy;

import dev.weir.node.proxy.caller.Explicit;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Doors for tests.
final class Doors {
  /// Any port of the loopback.
  static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private Doors() {}

  /// One for everybody who is configured to use the proxy, to reach whatever they like.
  static Door explicit() {
    return new Door(ANY, _ -> true, names -> new Explicit(names, _ -> true));
  }
}
