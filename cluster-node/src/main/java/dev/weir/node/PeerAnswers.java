package dev.weir.node;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.ownership.Neighbours;
import dev.weir.node.peer.HostAnswer;
import dev.weir.node.peer.PeerService;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What this node does for the others beside answering their clients.
record PeerAnswers(Front front, Neighbours.Desk desk) implements PeerService {
  @Override
  public void home(Inet4Address asker, byte[] question, Consumer<Optional<byte[]>> told) {
    desk.answer(asker, question, told);
  }

  @Override
  public void invalidate(List<CacheKey> keys) {
    front.invalidate(keys);
  }

  @Override
  public void agree(List<HostAnswer> answers) {}
}
