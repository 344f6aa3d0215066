package dev.weir.node.proxy.host;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.function.BiConsumer;

/// What names were found to be within the last hour, by this node and by others. Bounded. Safe for
/// use by any thread.
///
/// Of a name whose addresses rotate each new one is told to the others: each node sees only those
/// of its own clients, and a node that has not seen one takes its next request for a lie.
public final class HostMemory {
  /// How many names are remembered.
  public static final int NAMES_MAX = 65_536;

  private final Cache<String, Answers> names =
      Caffeine.newBuilder()
          .maximumSize(NAMES_MAX)
          .expireAfterWrite(Duration.ofSeconds(Answers.BELIEVED_SECONDS))
          .build();
  private volatile BiConsumer<String, Answers> tell = (name, answers) -> {};

  /// Has others told what is found of names that rotate.
  public void tell(BiConsumer<String, Answers> others) {
    tell = others;
  }

  /// Whether an address is one of the name's.
  boolean holds(String name, InetAddress address, long nowSecond) {
    Answers known = names.getIfPresent(name);
    return known != null && known.hold(address, nowSecond);
  }

  /// Keeps what name servers have answered. True: there was an address that was not known.
  boolean learn(String name, Collection<InetAddress> answered, long nowSecond) {
    Answers before = names.asMap().getOrDefault(name, Answers.NONE);
    Answers after =
        names
            .asMap()
            .merge(
                name,
                Answers.NONE.and(answered, nowSecond),
                (known, _) -> known.and(answered, nowSecond));
    boolean taught = after.exceed(before);
    if (taught && !before.seen().isEmpty()) {
      tell.accept(name, after);
    }
    return taught;
  }

  /// Keeps what another node has found; what it does not know is told it.
  public void hear(String name, Answers found, long nowSecond) {
    Answers after =
        names
            .asMap()
            .merge(
                name,
                Answers.NONE.and(found, nowSecond),
                (known, _) -> known.and(found, nowSecond));
    if (after.exceed(found)) {
      tell.accept(name, after);
    }
  }

  /// How many names are remembered.
  public long count() {
    return names.estimatedSize();
  }
}
