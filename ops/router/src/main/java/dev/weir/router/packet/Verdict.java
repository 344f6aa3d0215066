package dev.weir.router.packet;

import java.net.Inet4Address;
import java.util.Locale;
import java.util.OptionalInt;

/// What the router does with one diverted packet (§5.2).
///
/// Every value exists before the first packet comes: those of a service are made when its table is
/// published, and [Forward] is an enum, so that deciding allocates nothing. `service` is the place
/// of the service in the configuration, from 0.
public sealed interface Verdict {

  /// To this cache, in GRE (§6.1).
  ///
  /// @param redirectWord the redirect header as one word (§6.3); version 1 has none
  record Redirect(int service, Inet4Address cache, OptionalInt redirectWord) implements Verdict {}

  /// To this cache, a neighbour, as it is, by its link address (L2 forwarding, §3.10).
  record HandOver(int service, Inet4Address cache) implements Verdict {}

  /// It is a service's packet, and goes to its destination nonetheless.
  record Spared(int service, Forward reason) implements Verdict {}

  /// It is a closed service's packet, and no cache takes it (§7.3).
  record Dropped(int service) implements Verdict {}

  /// On its way to its destination, as if the router redirected nothing, and why.
  enum Forward implements Verdict {
    /// No assignment is in force: no usable cache, or none has sent a REDIRECT_ASSIGN (fail open).
    NO_TABLE,
    /// The bucket belongs to no cache (§5.2: 0xFF), or no mask value is the packet's (§5.3).
    UNASSIGNED,
    /// The service's redirect list denies it.
    REDIRECT_LIST,
    /// A usable cache sent it: a cache's own traffic is never redirected.
    FROM_CACHE,
    /// No service that is redirected here has it (§3.2).
    NOT_SERVICE,
    /// It has IP options, which caches refuse: forwarded, it arrives.
    OPTIONS,
    /// A part of a fragmented packet: most parts carry no port and are not diverted.
    FRAGMENT,
    /// Not an IPv4 packet with the whole of its IP and port fields.
    NOT_IPV4;

    /// The reason as a metric label, such as `from-cache`.
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
