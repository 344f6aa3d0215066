package dev.weir.wccp.simulation.broken;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.cache.CacheEffect.Send;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.simulation.CacheMachine;
import dev.weir.wccp.simulation.Reading;
import dev.weir.wccp.simulation.Rewrite;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Caches that do wrong by the dead.
final class BurialDefects {
  private BurialDefects() {}

  static final class DeadOwner extends CacheShell {
    private final List<InetAddress> dead = new ArrayList<>();

    DeadOwner(CacheMachine real) {
      super(real);
    }

    @Override
    public List<CacheEffect> dead(Set<InetAddress> caches, Instant now) {
      dead.clear();
      dead.addAll(caches);
      return super.dead(caches, now);
    }

    @Override
    Stream<CacheEffect> out(CacheEffect effect, Instant now) {
      return Stream.of(
          SendingDefects.table(effect)
              ? Rewrite.each(effect, HashAssignment.class, this::kept)
              : effect);
    }

    private HashAssignment kept(HashAssignment table) {
      var shares = new LinkedHashMap<InetAddress, BucketSet>();
      for (InetAddress cache : table.caches()) {
        boolean gone = dead.contains(cache);
        shares.put(cache, gone ? BucketSet.of(IntStream.range(0, 8)) : table.share(cache));
      }
      var first = new LinkedHashMap<InetAddress, BucketSet>();
      dead.stream().filter(shares::containsKey).forEach(it -> first.put(it, shares.remove(it)));
      first.putAll(shares);
      return Reading.assignment(first);
    }
  }

  /// The first table after each death is swallowed.
  static final class LateBurial extends CacheShell {
    private boolean told;

    LateBurial(CacheMachine real) {
      super(real);
    }

    @Override
    public List<CacheEffect> dead(Set<InetAddress> caches, Instant now) {
      told = true;
      return super.dead(caches, now);
    }

    @Override
    public List<CacheEffect> received(Message message, InetAddress from, Instant now) {
      var effects = super.received(message, from, now);
      var others = effects.stream().filter(it -> !(told && SendingDefects.table(it))).toList();
      told &= others.size() == effects.size();
      return others;
    }
  }

  static final class SilentBurial extends CacheShell {
    SilentBurial(CacheMachine real) {
      super(real);
    }

    @Override
    public List<CacheEffect> dead(Set<InetAddress> caches, Instant now) {
      return super.dead(caches, now).stream()
          .filter(it -> !(it instanceof Send send && send.message() instanceof Message.HereIAm))
          .toList();
    }
  }
}
