package dev.weir.node.peer.door;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.ownership.Neighbours;
import dev.weir.node.peer.PeerService;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What this node does for the others beside answering their clients.
///
/// @param desk answers questions about homes
/// @param invalidations drops what is stored under keys
/// @param doubts serves nothing of what is stored before it is validated
public record PeerAnswers(
    Neighbours.Desk desk, Consumer<List<CacheKey>> invalidations, Runnable doubts)
    implements PeerService {
  @Override
  public void home(Inet4Address asker, byte[] question, Consumer<Optional<byte[]>> told) {
    desk.answer(asker, question, told);
  }

  @Override
  public void invalidate(List<CacheKey> keys) {
    invalidations.accept(keys);
  }

  @Override
  public void doubt() {
    doubts.run();
  }
}
