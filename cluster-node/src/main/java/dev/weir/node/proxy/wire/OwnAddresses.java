package dev.weir.node.proxy.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.HashSet;
import java.util.Set;

/// The addresses to which nobody diverts a connection: those of this host, and those that are
/// nobody's.
public final class OwnAddresses {
  private final Set<InetAddress> own;

  private OwnAddresses(Set<InetAddress> own) {
    this.own = Set.copyOf(own);
  }

  /// These, beside those that this machine has now.
  public static OwnAddresses with(Set<? extends InetAddress> known) throws IOException {
    var own = new HashSet<InetAddress>(known);
    NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).forEach(own::add);
    return new OwnAddresses(own);
  }

  /// Whether an address is one of them.
  public boolean has(InetAddress address) {
    return own.contains(address)
        || address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isMulticastAddress();
  }
}
