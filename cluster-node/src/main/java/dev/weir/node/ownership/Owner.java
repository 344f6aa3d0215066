package dev.weir.node.ownership;

import java.net.Inet4Address;
import java.util.Optional;

/// Whose a key is, as this node sees it now.
public sealed interface Owner {
  /// Nobody's: the request passes through, and nothing of it is read from or put into the store.
  Nobody NOBODY = new Nobody();

  /// Ours. What is stored is stamped with `tenure`, which tells bucket and epoch; a response of
  /// another tenure is not served unvalidated. As long as the bucket is being handed over, `before`
  /// is asked (only if cached) in place of the origin, and drops what it gives.
  record Here(long tenure, Optional<Inet4Address> before) implements Owner {}

  /// Another node's: GET and HEAD are relayed through it and stored nowhere else.
  record Peer(Inet4Address node) implements Owner {}

  /// See [#NOBODY].
  record Nobody() implements Owner {}
}
