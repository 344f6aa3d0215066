package dev.weir.node;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.peer.HostAnswer;
import dev.weir.node.peer.PeerService;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What this node does for the others beside answering their clients.
record PeerAnswers(Front front) implements PeerService {
  @Override
  public void home(Inet4Address asker, byte[] question, Consumer<Optional<byte[]>> told) {
    told.accept(Optional.empty());
  }

  @Override
  public void invalidate(List<CacheKey> keys) {
    front.invalidate(keys);
  }

  @Override
  public void agree(List<HostAnswer> answers) {}
}
