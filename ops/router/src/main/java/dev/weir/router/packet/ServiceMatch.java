package dev.weir.router.packet;

import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.ServiceGroup;
import java.util.List;

/// Which packets are a service's: a protocol, and ports on one side of it (§3.2).
///
/// @param protocol 0..255, or [#ANY_PROTOCOL]
/// @param sourceSide whether the ports are those of the source, else of the destination
/// @param ports any of them; none written means every packet of the protocol
public record ServiceMatch(int protocol, boolean sourceSide, List<Integer> ports) {
  /// Every IP protocol.
  public static final int ANY_PROTOCOL = -1;

  /// TCP to port 80: the standard service 0, and all there is in version 1.
  public static final ServiceMatch WEB_CACHE = new ServiceMatch(6, false, List.of(80));

  /// Every packet: what stands for a service whose packets an access list describes.
  public static final ServiceMatch EVERYTHING = new ServiceMatch(ANY_PROTOCOL, false, List.of());

  private static final int PORTS_DEFINED = 0x0010;
  private static final int PORTS_OF_SOURCE = 0x0020;
  private static final int PROTOCOL_ZERO_IS_ZERO = 0x0040;

  /// Keeps a copy.
  public ServiceMatch {
    ports = List.copyOf(ports);
  }

  /// What a description says.
  public static ServiceMatch of(Component.Service service) {
    if (service.group().equals(ServiceGroup.WEB_CACHE)) {
      return WEB_CACHE;
    }
    int flags = service.flags();
    boolean any = service.protocol() == 0 && (flags & PROTOCOL_ZERO_IS_ZERO) == 0;
    return new ServiceMatch(
        any ? ANY_PROTOCOL : service.protocol(),
        (flags & PORTS_OF_SOURCE) != 0,
        (flags & PORTS_DEFINED) != 0 ? service.ports() : List.of());
  }

  /// Whether a packet is the service's. Ports are 0..65535; one without ports has 0, which no
  /// description names. Allocates nothing.
  boolean matches(int protocol, int sourcePort, int destinationPort) {
    if (this.protocol != ANY_PROTOCOL && this.protocol != protocol) {
      return false;
    }
    if (ports.isEmpty()) {
      return true;
    }
    int port = sourceSide ? sourcePort : destinationPort;
    for (int i = 0; i < ports.size(); i++) {
      if (ports.get(i) == port) {
        return true;
      }
    }
    return false;
  }
}
