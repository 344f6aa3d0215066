package dev.weir.node.ownership.live;

import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.Neighbours;
import dev.weir.node.ownership.home.Directory;
import dev.weir.node.ownership.home.HomeCodec;
import dev.weir.node.ownership.home.HomeMessage;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

  /// Asks for what is to be recalled.
  void begin(Epoch epoch, List<Directory.Recall> recalls, Instant now) {
    for (Directory.Recall recall : recalls) {
      synchronized (this) {
        var old = pending.get(recall.bucket());
        List<Runnable> waiting = old == null ? new ArrayList<>() : old.waiting();
        var awaited = new HashSet<>(recall.nodes());
        pending.put(recall.bucket(), new Pending(epoch, awaited, now.plus(PATIENCE), waiting));
      }
      ask(epoch, recall);
    }
  }

  /// Asks again who has not told us of what is reborn: until all have, or own nothing any more.
  void remind(Epoch epoch, Instant now) {
    if (now.isBefore(remindAt)) {
      return;
    }
    remindAt = now.plus(PATIENCE);
    for (Directory.Recall recall : directory.unheard()) {
      if (!directory.isRecalling(recall.bucket())) {
        ask(epoch, recall);
      }
    }
  }

  private void ask(Epoch epoch, Directory.Recall recall) {
    byte[] question = HomeCodec.encode(new HomeMessage.Recall(recall.bucket()));
    for (Inet4Address node : recall.nodes()) {
      neighbours.ask(
          node,
          question,
          answer -> control.execute(() -> told(epoch, recall.bucket(), node, answer)));
    }
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

  private void told(Epoch epoch, int bucket, Inet4Address node, Optional<byte[]> answer) {
    var records = answer.flatMap(HomeCodec::decode);
    boolean awaited = false;
    boolean last = false;
    synchronized (this) {
      Pending recall = pending.get(bucket);
      if (recall != null && recall.epoch().equals(epoch)) {
        awaited = true;
        last = recall.awaited().remove(node) && recall.awaited().isEmpty();
      }
    }
    if (records.orElse(null) instanceof HomeMessage.Records(var all)
        && (awaited || directory.isReborn(epoch, bucket))) {
      directory.told(epoch, bucket, node, all);
    }
    if (last) {
      settle(bucket);
    }
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
