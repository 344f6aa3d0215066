package dev.weir.node.proxy.icap;

import java.util.Locale;

/// Why a service did not do its work.
enum IcapFailure {
  /// No connection.
  UNREACHABLE,
  /// It did not answer in time.
  TIMEOUT,
  /// It ended the connection before its answer did.
  CLOSED,
  /// What it sent is no answer of RFC 3507, or is one that was not asked for.
  MALFORMED,
  /// It said that it cannot: a status of 400 or more.
  REFUSED,
  /// All connections are taken, and too many wait.
  BUSY,
  /// It failed often, and is left alone for a while.
  OPEN;

  /// The label value of the counter.
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
