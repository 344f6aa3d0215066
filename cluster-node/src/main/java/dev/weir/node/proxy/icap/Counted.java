package dev.weir.node.proxy.icap;

import dev.weir.cache.message.Fields;

/// The octets of a body that comes from a service, held to the length that its head says. Confined
/// to its event loop.
final class Counted {
  /// Of a body whose head says nothing. It is asked nothing that would change it.
  static final Counted ANY = new Counted(Long.MAX_VALUE, true);

  private final long said;
  private final boolean open;
  private long come;

  private Counted(long said, boolean open) {
    this.said = said;
    this.open = open;
  }

  /// Of a body with this head; Content-Length was checked when it was read.
  static Counted of(Fields fields) {
    return fields
        .first("Content-Length")
        .map(it -> new Counted(Long.parseLong(it), false))
        .orElseGet(() -> new Counted(Long.MAX_VALUE, true));
  }

  /// Counts a piece. False: it is too much.
  boolean add(int octets) {
    come += octets;
    return come <= said;
  }

  /// Whether all of it has come.
  boolean isWhole() {
    return open || come == said;
  }
}
