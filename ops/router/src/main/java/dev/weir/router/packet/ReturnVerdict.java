package dev.weir.router.packet;

import java.util.Locale;

/// What becomes of a packet in GRE that came to the router's address (§6.4).
public enum ReturnVerdict {
  /// A cache gave it back: it goes to its destination, past all caches.
  FORWARDED,
  /// The outer header is no whole IPv4 header of protocol 47.
  OUTER_HEADER,
  /// Other GRE than that of WCCP (§6.1): another tunnel's, or noise.
  GRE_HEADER,
  /// The redirect header names a service that is not configured.
  SERVICE_UNKNOWN,
  /// Its sender is no usable cache of that service. Anybody can send GRE; only caches are believed.
  NOT_FROM_CACHE,
  /// The inner packet is none that this router redirects: not whole, a fragment, with options.
  INNER_HEADER,
  /// The inner packet is not the service's, so it cannot have been redirected.
  NOT_SERVICE;

  /// The verdict as a metric label, such as `not-from-cache`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
