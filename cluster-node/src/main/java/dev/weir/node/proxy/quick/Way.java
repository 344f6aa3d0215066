package dev.weir.node.proxy.quick;

import java.util.Locale;

/// Which way the octets of one read went, and if not the short one, why not.
enum Way {
  /// Answered at once.
  SHORT,
  /// Something is under way on the connection: an answer, or the rest of a request.
  BUSY,
  /// Not one whole GET of HTTP/1.1, or one too long or spelled in an unusual way.
  SHAPE,
  /// It has a field that takes a closer look, or one that is spelled in an unusual way.
  FIELD,
  /// Its host is not known to be ours, or it would have to be asked for.
  HOST,
  /// Nothing is stored that may be sent as it is.
  STORE;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
