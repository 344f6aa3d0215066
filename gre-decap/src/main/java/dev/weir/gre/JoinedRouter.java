package dev.weir.gre;

import java.util.List;

/// A router that we are in conversation with, as far as the packet path needs it.
///
/// @param services what we joined with it
/// @param way how it takes packets back
public record JoinedRouter(List<JoinedService> services, Way way) {
  /// How a packet goes back to the router that sent it (§6.4).
  public enum Way {
    /// In GRE with the redirect header that came with it, an all-zero one if none came.
    GRE,
    /// In GRE with the redirect header that came with it, none if none came.
    GRE_VERSION_1,
    /// As it is, to the router as a neighbour.
    L2,
    /// Not at all: the address is no router's, or no longer.
    NONE
  }

  /// Copies the services.
  public JoinedRouter {
    services = List.copyOf(services);
  }
}
