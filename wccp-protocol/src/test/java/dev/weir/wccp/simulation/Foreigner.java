package dev.weir.wccp.simulation;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.Message;
import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// A cache of another make in our group: one that never assigns, or one that deals buckets out in
/// turn without regard to who had them.
record Foreigner(CacheMachine real, CacheNode.Make make) implements CacheMachine {
  @Override
  public List<CacheEffect> join(Instant now) {
    return foreign(real.join(now));
  }

  @Override
  public List<CacheEffect> leave(Instant now) {
    return foreign(real.leave(now));
  }

  @Override
  public List<CacheEffect> received(Message message, InetAddress from, Instant now) {
    return foreign(real.received(message, from, now));
  }

  @Override
  public List<CacheEffect> dead(Set<InetAddress> caches, Instant now) {
    return List.of();
  }

  @Override
  public List<CacheEffect> deadlinePassed(Instant now) {
    return foreign(real.deadlinePassed(now));
  }

  @Override
  public Instant nextDeadline() {
    return real.nextDeadline();
  }

  @Override
  public CacheSnapshot snapshot() {
    return real.snapshot();
  }

  private List<CacheEffect> foreign(List<CacheEffect> effects) {
    if (make == CacheNode.Make.SILENT) {
      return effects.stream()
          .filter(it -> !(it instanceof CacheEffect.Send send && Reading.tells(send.message())))
          .toList();
    }
    if (make == CacheNode.Make.OTHER_PORTS) {
      return effects;
    }
    return effects.stream()
        .map(it ->
            it instanceof CacheEffect.Send send && Reading.tells(send.message())
                ? Rewrite.each(
                    Rewrite.each(send, HashAssignment.class, Foreigner::dealt),
                    MaskSet.class,
                    Foreigner::dealt)
                : it)
        .toList();
  }

  private static MaskSet dealt(MaskSet own) {
    var caches = own.values().stream().map(MaskSet.Value::cache).distinct().toList();
    return new MaskSet(
        own.mask(),
        IntStream.range(0, own.values().size())
            .mapToObj(
                i -> new MaskSet.Value(own.values().get(i).match(), caches.get(i % caches.size())))
            .toList());
  }

  private static HashAssignment dealt(HashAssignment own) {
    var caches = List.copyOf(own.caches());
    var shares = new LinkedHashMap<InetAddress, BucketSet>();
    for (int i = 0; i < caches.size(); i++) {
      int turn = i;
      shares.put(
          caches.get(i),
          BucketSet.of(IntStream.range(0, Table.BUCKETS).filter(b -> b % caches.size() == turn)));
    }
    return Reading.assignment(shares);
  }
}
