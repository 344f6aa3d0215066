package dev.weir.node.ownership.home;

import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.Holding;
import dev.weir.node.ownership.NameHash;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// This node as the directory of names: who asks first proposes a home, and all others are told it.
///
/// A directory bucket that has come to this node is *recalled* before it is spoken for: the node
/// that was the directory says what it knows, and because it may be dead, all others say what they
/// remember. The former directory is right where they differ, then who has it confirmed. What this
/// node remembers itself counts only when it has missed no epoch since.
///
/// [#answer] is for any thread; the rest belongs to one.
public final class Directory {
  private final Inet4Address self;
  private final KnownHosts known;
  private volatile BitSet recalling = new BitSet();

  /// What a question gets.
  public sealed interface Answer {
    /// The host's home bucket.
    record Home(int bucket) implements Answer {}

    /// This node is not the directory of the name, or nobody has proposed.
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
    return asked
        .proposed()
        .or(() -> known.find(asked.host()).map(KnownHosts.Known::home))
        .<Answer>map(proposed -> new Answer.Home(known.settle(asked.host(), proposed)))
        .orElseGet(Answer.NotHere::new);
  }

  /// Begins an epoch. What is returned is to be asked for, and then [#settle]d.
  public List<Recall> enter(Epoch epoch) {
    var recalls = new ArrayList<Recall>();
    var now = (BitSet) recalling.clone();
    for (int bucket = 0; bucket < Epoch.BUCKETS; bucket++) {
      Holding holding = epoch.holding(bucket);
      boolean ours = holding.owner().equals(self);
      if (epoch.moved(bucket)) {
        if (ours && holding.before().isEmpty()) {
          known.forget(bucket);
        } else {
          known.doubt(bucket);
        }
        Set<Inet4Address> others = others(epoch, holding);
        now.set(bucket, ours && !others.isEmpty());
        if (now.get(bucket)) {
          recalls.add(new Recall(bucket, others));
        }
      }
    }
    recalling = now;
    return recalls;
  }

  /// Takes in what a node knows of a directory bucket.
  public void told(Epoch epoch, int bucket, Inet4Address by, HomeRecords records) {
    boolean wasDirectory = epoch.holding(bucket).formerOwner().filter(by::equals).isPresent();
    for (int i = 0; i < records.count(); i++) {
      long host = records.host(i);
      if (NameHash.bucket(host) == bucket) {
        if (wasDirectory || records.confirmed(i)) {
          known.confirm(host, records.home(i));
        } else {
          known.settle(host, records.home(i));
        }
      }
    }
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

  private Set<Inet4Address> others(Epoch epoch, Holding holding) {
    var others = new HashSet<>(epoch.owners());
    holding.formerOwner().ifPresent(others::add);
    others.remove(self);
    return Set.copyOf(others);
  }
}
