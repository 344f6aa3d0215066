package dev.weir.node.ownership;

import java.net.Inet4Address;
import java.util.List;

/// Whose a key is, as this node sees it now.
public sealed interface Owner {
  /// Nobody's: the request passes through, and nothing of it is read from or put into the store.
  Nobody NOBODY = new Nobody();

  /// Ours. What is stored is stamped with `tenure`; a response of another one is not served
  /// unvalidated. As long as the bucket is being handed over, those of `before` are asked (only if
  /// cached) in place of the origin, one after the other, and drop what they give. When none of
  /// them has anything, what was stored here under one of the tenures `earlier` counts as of this
  /// one.
  record Here(long tenure, List<Inet4Address> before, List<Long> earlier) implements Owner {
    /// Copies the lists.
    public Here {
      before = List.copyOf(before);
      earlier = List.copyOf(earlier);
    }

    /// Ours, and nobody's before.
    public static Here alone(long tenure) {
      return new Here(tenure, List.of(), List.of());
    }
  }

  /// Ours by what is remembered, as long as the directory does not answer. What is stored of it is
  /// served as if it were [Here]; nothing new is kept, for the host may be at home elsewhere now.
  record Remembered(Here here) implements Owner {}

  /// Another node's: GET and HEAD are relayed through it and stored nowhere else.
  record Peer(Inet4Address node) implements Owner {}

  /// See [#NOBODY].
  record Nobody() implements Owner {}
}
