package dev.weir.wccp.cache.version1;

import dev.weir.wccp.assignment.AddressOrder;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.FormerShares;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.StickyAssignment;
import dev.weir.wccp.assignment.StickyAssignment.Candidate;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.negotiation.Timers;
import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// What WCCP1's designated cache owes the router: a table (§2.5, cache side, rules 3 and 4).
///
/// It is due 15 s after the last change of a list with several caches, at most 40 s after the first
/// change, and at once in a list of one. It is due again at each answer that does not show it. A
/// change after which the table is as it should be asks for nothing: an accepted table is itself a
/// change.
///
/// Confined to its machine.
public final class BucketDuty {
  /// After this many repetitions the operator is told.
  private static final int REPETITIONS_BEFORE_ALARM = 5;

  private static final int WEIGHT = 1;

  private final InetAddress self;
  private final FormerShares remembered = new FormerShares();
  private Optional<Integer> scheduled = Optional.empty();
  private Optional<Integer> acted = Optional.empty();
  private HashAssignment wanted = HashAssignment.NONE;
  private Instant changedAt = Instant.MAX;
  private Instant assignAt = Instant.MAX;
  private int sent;

  /// The duty of the cache with this address.
  public BucketDuty(InetAddress self) {
    this.self = self;
  }

  /// The designated cache of a list: its lowest address.
  public static Optional<InetAddress> lowest(List<Version1.ISeeYou.Entry> caches) {
    return caches.stream().map(Version1.ISeeYou.Entry::cache).min(AddressOrder.UNSIGNED);
  }

  /// Whether a cache is shown to own something now.
  public static boolean owns(Version1.ISeeYou.Entry entry) {
    return !entry.historical() && !entry.buckets().isEmpty();
  }

  /// The table by which the router redirects: of a cache that is listed twice the first entry.
  public static HashAssignment table(List<Version1.ISeeYou.Entry> caches) {
    var shares = new LinkedHashMap<InetAddress, BucketSet>();
    caches.stream()
        .filter(BucketDuty::owns)
        .forEach(it -> shares.putIfAbsent(it.cache(), it.buckets()));
    return HashAssignment.ofShares(shares);
  }

  /// What a cache owned when it was last seen to own something.
  public BucketSet former(InetAddress cache) {
    return remembered.of(cache);
  }

  /// Takes in an answer of the router, and the table that it shows.
  public void heard(Version1.ISeeYou answer, HashAssignment shown, Instant now) {
    answer.caches().forEach(it -> remembered.remember(it.cache(), it.buckets()));
    if (lowest(answer.caches()).filter(self::equals).isEmpty()) {
      stand();
      return;
    }
    var candidates =
        answer.caches().stream()
            .map(Version1.ISeeYou.Entry::cache)
            .distinct()
            .map(cache -> new Candidate(cache, WEIGHT))
            .toList();
    wanted = StickyAssignment.next(candidates, shown, remembered.view());
    if (wanted.movedSince(shown).isEmpty()) {
      settle(answer.change());
    } else if (acted.filter(it -> it == answer.change()).isPresent()) {
      assignAt = now;
    } else if (scheduled.filter(it -> it == answer.change()).isEmpty()) {
      schedule(answer.change(), candidates.size() == 1, now);
    }
  }

  /// When the table is to be sent; [Instant#MAX] when none is.
  public Instant assignAt() {
    return assignAt;
  }

  /// The table that is due, which is now taken to be sent.
  public HashAssignment assign() {
    acted = scheduled;
    changedAt = Instant.MAX;
    assignAt = Instant.MAX;
    sent++;
    return wanted;
  }

  /// Whether the table has just been repeated so often that the operator should know.
  public boolean alarm() {
    return sent == REPETITIONS_BEFORE_ALARM + 1;
  }

  /// We are not designated: nothing is due.
  public void stand() {
    settled(Optional.empty());
  }

  private void settle(int change) {
    settled(Optional.of(change));
  }

  private void settled(Optional<Integer> change) {
    scheduled = change;
    acted = change;
    changedAt = Instant.MAX;
    assignAt = Instant.MAX;
    sent = 0;
  }

  private void schedule(int change, boolean alone, Instant now) {
    scheduled = Optional.of(change);
    changedAt = changedAt.equals(Instant.MAX) ? now : changedAt;
    var settles = now.plus(Timers.DEFAULT.assignAfter());
    var latest = changedAt.plus(Timers.DEFAULT.assignAtLatest());
    assignAt = alone ? now : settles.isBefore(latest) ? settles : latest;
  }
}
