package dev.weir.gre;

/// How packets of a service go back to the router that sent them, as was agreed with it (§6.4).
public enum ReturnWay {
  /// In GRE with the redirect header that came with it, an all-zero one if none came.
  GRE,
  /// In GRE with the redirect header that came with it, none if none came.
  GRE_VERSION_1,
  /// As it is, to the router as a neighbour.
  L2,
  /// Not at all: we have not joined the service with the router, or no longer.
  NONE
}
