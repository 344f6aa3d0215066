package dev.weir.wccp.router;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component.AssignmentInfo;
import dev.weir.wccp.message.Share;
import dev.weir.wccp.negotiation.Timers;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/// The table a router redirects by, its key, and when it is flushed unless renewed (§4.4).
///
/// Confined to its [RouterGroup].
final class InstalledTable {
  private Optional<AssignmentKey> key = Optional.empty();
  private Assignment assignment = HashAssignment.NONE;
  private Instant flushAt = Instant.MAX;

  Optional<AssignmentKey> key() {
    return key;
  }

  Assignment assignment() {
    return assignment;
  }

  Instant flushAt() {
    return flushAt;
  }

  /// Buckets of caches that are not usable here are unassigned.
  void install(AssignmentInfo received, Predicate<InetAddress> usable) {
    var table = received.assignment();
    for (InetAddress cache : received.assignment().caches()) {
      table = usable.test(cache) ? table : table.without(cache);
    }
    key = Optional.of(received.key());
    assignment = table;
    flushAt = Instant.MAX;
  }

  void drop(InetAddress cache) {
    assignment = assignment.without(cache);
  }

  /// After a change of membership a table must come, or this one goes.
  void mustBeRenewed(Instant now, Timers timers) {
    flushAt = now.plus(timers.flushAfter());
  }

  /// Forgets the table; tells the key that was in force.
  Optional<AssignmentKey> flush() {
    var flushed = key;
    key = Optional.empty();
    assignment = HashAssignment.NONE;
    flushAt = Instant.MAX;
    return flushed;
  }

  /// A cache as an I_SEE_YOU shows it: with its buckets once the table names it, else as history.
  CacheIdentity shown(CacheIdentity identity) {
    return key.isPresent() && assignment.caches().contains(identity.address())
        ? identity
            .historical(false)
            .sharing(
                new Share.Hash(
                    assignment.share(identity.address()), identity.weight(), identity.status()))
        : identity.historical(true);
  }
}
