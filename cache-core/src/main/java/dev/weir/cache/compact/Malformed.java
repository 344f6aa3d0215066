package dev.weir.cache.compact;

/// The octets are no record. Stays in this package.
final class Malformed extends Exception {
  private static final long serialVersionUID = 1;

  Malformed() {
    super("no record", null, false, false);
  }
}
