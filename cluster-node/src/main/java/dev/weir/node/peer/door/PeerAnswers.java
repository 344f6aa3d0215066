package dev.weir.node.peer.door;

import dev.weir.cache.store.Worthless;
import dev.weir.node.ownership.Neighbours;
import dev.weir.node.peer.PeerService;
import java.net.Inet4Address;
import java.util.Optional;
import java.util.function.Consumer;

/// What this node does for the others beside answering their clients.
///
/// @param desk answers questions about homes
/// @param invalidations drops what is worthless
/// @param doubts serves nothing of what is stored before it is validated
public record PeerAnswers(Neighbours.Desk desk, Consumer<Worthless> invalidations, Runnable doubts)
    implements PeerService {
  @Override
  public void home(Inet4Address asker, byte[] question, Consumer<Optional<byte[]>> told) {
    desk.answer(asker, question, told);
  }

  @Override
  public void invalidate(Worthless worthless) {
    invalidations.accept(worthless);
  }

  @Override
  public void doubt() {
    doubts.run();
  }
}
