package dev.weir.node.ownership.live;

import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.Neighbours;
import dev.weir.node.ownership.home.Directory;
import dev.weir.node.ownership.home.HomeCodec;
import dev.weir.node.ownership.home.HomeMessage;
import dev.weir.node.ownership.home.HomeRecords;
import dev.weir.wccp.assignment.BucketSet;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/// The records of directory buckets that have come to this node, on their way from those who had
/// them, and the questions that wait for them.
///
/// Nobody is waited for longer than [#PATIENCE]. Safe for use by any thread.
final class Recalls {
  /// The longest a directory bucket is not spoken for.
  static final Duration PATIENCE = Duration.ofSeconds(1);

  /// The most questions that wait at once; further ones are told that the home is not known.
  static final int WAITING_MAX = 4_096;

  private final Directory directory;
  private final Neighbours neighbours;
  private final Executor control;
  private final Map<Integer, Pending> pending = new HashMap<>();
  private Instant remindAt = Instant.MIN;
  private int waitingCount;

  private record Pending(
      Epoch epoch, Set<Inet4Address> awaited, Instant until, List<Runnable> waiting) {}

  /// `control` runs what changes the directory, one thing after the other.
  Recalls(Directory directory, Neighbours neighbours, Executor control) {
    this.directory = directory;
    this.neighbours = neighbours;
    this.control = control;
  }

  /// Asks for what is to be recalled: each node once for all of it.
  void begin(Epoch epoch, List<Directory.Recall> recalls, Instant now) {
    synchronized (this) {
      for (Directory.Recall recall : recalls) {
        var old = pending.get(recall.bucket());
        List<Runnable> waiting = old == null ? new ArrayList<>() : old.waiting();
        var awaited = new HashSet<>(recall.nodes());
        pending.put(recall.bucket(), new Pending(epoch, awaited, now.plus(PATIENCE), waiting));
      }
    }
    ask(epoch, recalls);
  }

  /// Asks again who has not told us of what is reborn: until all have, or own nothing any more.
  void remind(Epoch epoch, Instant now) {
    if (now.isBefore(remindAt)) {
      return;
    }
    remindAt = now.plus(PATIENCE);
    ask(
        epoch,
        directory.unheard().stream().filter(it -> !directory.isRecalling(it.bucket())).toList());
  }

  private void ask(Epoch epoch, List<Directory.Recall> recalls) {
    var questions = new HashMap<Inet4Address, BitSet>();
    for (Directory.Recall recall : recalls) {
      recall
          .nodes()
          .forEach(node -> questions.computeIfAbsent(node, _ -> new BitSet()).set(recall.bucket()));
    }
    questions.forEach((node, buckets) -> ask(epoch, node, BucketSet.of(buckets.stream())));
  }

  private void ask(Epoch epoch, Inet4Address node, BucketSet buckets) {
    neighbours.ask(
        node,
        HomeCodec.encode(new HomeMessage.Recall(buckets)),
        answer -> control.execute(() -> told(epoch, node, buckets, answer)));
  }

  /// Has `again` run when the bucket is spoken for; false when too many wait, or the recall has not
  /// begun yet. A bucket that is spoken for meanwhile is asked at once.
  boolean await(int bucket, Runnable again) {
    synchronized (this) {
      Pending recall = pending.get(bucket);
      if (recall != null) {
        if (waitingCount >= WAITING_MAX) {
          return false;
        }
        waitingCount++;
        recall.waiting().add(again);
        return true;
      }
    }
    if (directory.isRecalling(bucket)) {
      return false;
    }
    again.run();
    return true;
  }

  /// Gives up on those who have not answered in time.
  void expire(Instant now) {
    List<Integer> over;
    synchronized (this) {
      over =
          pending.entrySet().stream()
              .filter(it -> !now.isBefore(it.getValue().until()))
              .map(Map.Entry::getKey)
              .toList();
    }
    over.forEach(this::settle);
  }

  /// What one answer does not take is asked for by the next question.
  private void told(Epoch epoch, Inet4Address node, BucketSet asked, Optional<byte[]> answer) {
    if (answer.flatMap(HomeCodec::decode).orElse(null)
        instanceof HomeMessage.Records(BucketSet told, HomeRecords records)) {
      take(epoch, node, told, Optional.of(records));
      BucketSet rest = BucketSet.of(asked.stream().filter(bucket -> !told.contains(bucket)));
      if (!rest.isEmpty() && rest.size() < asked.size()) {
        ask(epoch, node, rest);
      }
    } else {
      take(epoch, node, asked, Optional.empty());
    }
  }

  private void take(
      Epoch epoch, Inet4Address node, BucketSet buckets, Optional<HomeRecords> records) {
    var awaited = new BitSet();
    List<Integer> last = new ArrayList<>();
    synchronized (this) {
      for (int bucket : buckets.stream().toArray()) {
        Pending recall = pending.get(bucket);
        if (recall != null && recall.epoch().equals(epoch)) {
          awaited.set(bucket);
          if (recall.awaited().remove(node) && recall.awaited().isEmpty()) {
            last.add(bucket);
          }
        }
      }
    }
    var wanted =
        BucketSet.of(
            buckets.stream().filter(it -> awaited.get(it) || directory.isReborn(epoch, it)));
    records.ifPresent(all -> directory.told(epoch, wanted, node, all));
    last.forEach(this::settle);
  }

  private void settle(int bucket) {
    List<Runnable> waiting;
    synchronized (this) {
      directory.settle(bucket);
      Pending recall = pending.remove(bucket);
      waiting = recall == null ? List.of() : recall.waiting();
      waitingCount -= waiting.size();
    }
    waiting.forEach(Runnable::run);
  }
}
