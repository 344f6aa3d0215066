package dev.weir.node.access;

/// The formats that there are.
public enum FormatName {
  /// Squid's native one.
  SQUID,
  /// The combined one of the NCSA and Apache's servers.
  COMBINED,
  /// An object of JSON on each line.
  JSON
}
