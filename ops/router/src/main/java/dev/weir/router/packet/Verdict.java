package dev.weir.router.packet;

import java.net.Inet4Address;
import java.util.Locale;

/// What the router does with one diverted packet (§5.2).
///
/// Every value exists before the first packet comes: a [Redirect] per assigned bucket is made when
/// a table is installed, and [Forward] is an enum, so that deciding allocates nothing.
public sealed interface Verdict {

  /// To this cache, in GRE, with this primary bucket in the redirect header (§6.1, §6.3).
  ///
  /// @param cache the address the outer packet goes to
  /// @param bucket the slot of the packet's destination address, 0 to 255
  record Redirect(Inet4Address cache, int bucket) implements Verdict {
    public Redirect {
      if (bucket < 0 || bucket >= RedirectTable.BUCKET_COUNT) {
        throw new IllegalArgumentException("bucket " + bucket + " is not in 0..255");
      }
    }
  }

  /// On its way to its destination, as if the router redirected nothing, and why.
  enum Forward implements Verdict {
    /// No assignment is in force: no usable cache, or none has sent a REDIRECT_ASSIGN (fail open).
    NO_TABLE,
    /// The bucket belongs to no cache (§5.2: 0xFF).
    UNASSIGNED,
    /// A usable cache sent it: a cache's own traffic is never redirected.
    FROM_CACHE,
    /// Not TCP to port 80, which is all that the service web-cache is about (§3.2).
    NOT_SERVICE,
    /// It has IP options, which caches refuse: forwarded, it arrives.
    OPTIONS,
    /// A part of a fragmented packet: the other parts carry no port and were not diverted.
    FRAGMENT,
    /// Not an IPv4 packet with the whole of its IP and TCP port fields.
    NOT_IPV4;

    /// The reason as a metric label, such as `from-cache`.
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
