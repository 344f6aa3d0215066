package dev.weir.node.ownership.home;

import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.Holding;
import dev.weir.node.ownership.NameHash;
import dev.weir.wccp.assignment.BucketSet;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// This node as the directory of names: who asks first proposes a home, and all others are told it.
///
/// A directory bucket that has come to this node is *recalled* before it is spoken for: the node
/// that was the directory says what it knows, and because it may be dead, all others say what they
/// remember. The former directory is right where they differ, then who has it confirmed. What this
/// node remembers itself counts only when it has missed no epoch since.
///
/// A bucket that comes from nobody is *reborn*: this process is new, or has missed an epoch, and no
/// other node need have seen that. What they were told before they still go by. So a host that is
/// new to us has no home until every owner has told us what it knows; and a node that owns nothing
/// is done without, so that it goes no longer by what it was told before or then (ADR-0032).
///
/// [#answer] is for any thread; the rest belongs to one.
public final class Directory {
  private final Inet4Address self;
  private final KnownHosts known;
  private final Map<Integer, Rebirth> reborn = new ConcurrentHashMap<>();
  private volatile BitSet recalling = new BitSet();
  private long number;
  private boolean owned;

  /// Who has told us of a reborn bucket since, and who is still to.
  private record Rebirth(Set<Inet4Address> heard, Set<Inet4Address> awaited) {
    static final Rebirth NEW = new Rebirth(Set.of(), Set.of());

    Rebirth among(Set<Inet4Address> others) {
      return new Rebirth(heard, without(others, heard));
    }

    Rebirth hearing(Inet4Address node) {
      var more = new HashSet<>(heard);
      more.add(node);
      return new Rebirth(Set.copyOf(more), without(awaited, more));
    }

    private static Set<Inet4Address> without(Set<Inet4Address> all, Set<Inet4Address> some) {
      var rest = new HashSet<>(all);
      rest.removeAll(some);
      return Set.copyOf(rest);
    }
  }

  /// What a question gets.
  public sealed interface Answer {
    /// The host's home bucket.
    record Home(int bucket) implements Answer {}

    /// This node is not the directory of the name, nobody has proposed, or others may know more.
    record NotHere() implements Answer {}

    /// The bucket is being recalled: ask again when it is settled.
    record Later() implements Answer {}
  }

  /// Whom to ask for the records of a directory bucket.
  public record Recall(int bucket, Set<Inet4Address> nodes) {}

  /// A directory that is asked about nothing before [#enter].
  public Directory(Inet4Address self, KnownHosts known) {
    this.self = self;
    this.known = known;
  }

  /// Answers a question.
  public Answer answer(Epoch epoch, HomeMessage.WhereIs asked) {
    int bucket = NameHash.bucket(asked.host());
    if (!epoch.owner(bucket).equals(self)) {
      return new Answer.NotHere();
    }
    if (recalling.get(bucket)) {
      return new Answer.Later();
    }
    Optional<KnownHosts.Known> found = known.find(asked.host());
    if (reborn.containsKey(bucket) && found.filter(KnownHosts.Known::confirmed).isEmpty()) {
      return new Answer.NotHere();
    }
    return asked
        .proposed()
        .or(() -> found.map(KnownHosts.Known::home))
        .<Answer>map(proposed -> new Answer.Home(known.settle(asked.host(), proposed)))
        .orElseGet(Answer.NotHere::new);
  }

  /// Begins an epoch. What is returned is to be asked for, and then [#settle]d. One that is read
  /// first in the grid and then of the routers begins once.
  public List<Recall> enter(Epoch epoch) {
    if (epoch.number() == number) {
      return List.of();
    }
    var recalls = new ArrayList<Recall>();
    var now = (BitSet) recalling.clone();
    Set<Inet4Address> owners = epoch.owners();
    boolean doneWithout = !owned || !owners.contains(self);
    number = epoch.number();
    owned = owners.contains(self);
    for (int bucket = 0; bucket < Epoch.BUCKETS; bucket++) {
      Holding holding = epoch.holding(bucket);
      boolean ours = holding.owner().equals(self);
      boolean comes = ours && epoch.moved(bucket);
      boolean fromNobody = comes && holding.before().isEmpty();
      if (fromNobody) {
        known.forget(bucket);
      } else if (epoch.moved(bucket) || doneWithout) {
        known.doubt(bucket);
      }
      Set<Inet4Address> others = ours ? others(owners, holding) : Set.of();
      bear(bucket, comes, fromNobody, others);
      if (epoch.moved(bucket)) {
        now.set(bucket, !others.isEmpty());
      }
      if (comes && !others.isEmpty()) {
        recalls.add(new Recall(bucket, others));
      }
    }
    recalling = now;
    return recalls;
  }

  /// Without others there is nobody to wait for.
  private void bear(int bucket, boolean comes, boolean fromNobody, Set<Inet4Address> others) {
    if (fromNobody) {
      reborn.put(bucket, Rebirth.NEW);
    } else if (comes) {
      reborn.remove(bucket);
    }
    reborn.computeIfPresent(bucket, (_, it) -> unlessDone(it.among(others)));
  }

  /// Takes in what a node knows of directory buckets.
  public void told(Epoch epoch, BucketSet buckets, Inet4Address by, HomeRecords records) {
    for (int i = 0; i < records.count(); i++) {
      long host = records.host(i);
      int bucket = NameHash.bucket(host);
      if (buckets.contains(bucket)) {
        boolean wasDirectory = epoch.holding(bucket).formerOwner().filter(by::equals).isPresent();
        if (wasDirectory || records.confirmed(i)) {
          known.confirm(host, records.home(i));
        } else {
          known.remember(host, records.home(i));
        }
      }
    }
    buckets.stream()
        .forEach(bucket -> reborn.computeIfPresent(bucket, (_, it) -> unlessDone(it.hearing(by))));
  }

  /// Who has not told us yet of what is reborn.
  public List<Recall> unheard() {
    return reborn.entrySet().stream()
        .map(it -> new Recall(it.getKey(), it.getValue().awaited()))
        .toList();
  }

  /// Whether not everybody has told us of a reborn bucket, in the epoch that is the present one.
  public boolean isReborn(Epoch epoch, int bucket) {
    return epoch.number() == number && reborn.containsKey(bucket);
  }

  /// How many directory buckets of this node wait for what others know.
  public int waiting() {
    return recalling.cardinality() + reborn.size();
  }

  /// Whether a directory bucket is not spoken for yet.
  public boolean isRecalling(int bucket) {
    return recalling.get(bucket);
  }

  /// From now on this node speaks for a directory bucket.
  public void settle(int bucket) {
    var now = (BitSet) recalling.clone();
    now.clear(bucket);
    recalling = now;
  }

  private static @Nullable Rebirth unlessDone(Rebirth it) {
    return it.awaited().isEmpty() ? null : it;
  }

  private Set<Inet4Address> others(Set<Inet4Address> owners, Holding holding) {
    var others = new HashSet<>(owners);
    holding.formerOwner().ifPresent(others::add);
    others.remove(self);
    return Set.copyOf(others);
  }
}
