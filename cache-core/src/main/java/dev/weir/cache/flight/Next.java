package dev.weir.cache.flight;

import java.nio.ByteBuffer;

/// What somebody finds who reads a [Filling].
public sealed interface Next {
  /// The next octets, at most a chunk of them.
  record Octets(ByteBuffer octets) implements Next {}

  /// Nothing yet. The reader is woken when there is more, or an end.
  record Later() implements Next {}

  /// There is more, which is being read from a disk. The reader is woken when it is there.
  record Fetching() implements Next {}

  /// It has had everything.
  record End() implements Next {}

  /// The rest does not come, or has been lost.
  record Broken() implements Next {}
}
