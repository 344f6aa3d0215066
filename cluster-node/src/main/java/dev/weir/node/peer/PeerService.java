package dev.weir.node.peer;

import dev.weir.cache.store.Worthless;
import java.net.Inet4Address;
import java.util.Optional;
import java.util.function.Consumer;

/// What this node does for the others beside answering their clients. Safe for use by any thread.
public interface PeerService {
  /// Tells the answer to a question about homes, within the call or later; empty when it is not
  /// understood.
  void home(Inet4Address asker, byte[] question, Consumer<Optional<byte[]>> told);

  /// Drops what is stored of it.
  void invalidate(Worthless worthless);

  /// Serves nothing of what is stored now before it is validated.
  void doubt();
}
