package dev.weir.node.ownership;

import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a bucket that changed hands asks of its two owners.
///
/// For [#WINDOW] the new owner asks the previous one before the origin, and what it gets the
/// previous one drops. After it the previous one drops the rest.
public final class HandOver {
  /// How long a bucket is being handed over.
  public static final Duration WINDOW = Duration.ofSeconds(60);

  /// What a node does with a response that it has stored.
  public enum Fate {
    /// It is ours.
    KEEP,
    /// The new owner may still ask for it.
    KEEP_FOR_NEW_OWNER,
    /// Nobody asks for it here any more.
    DROP
  }

  private HandOver() {}

  /// Whose a bucket is for `self`, and who may still have what was stored before.
  public static Owner owner(Holding holding, Inet4Address self, Instant now) {
    return holding.owner().equals(self)
        ? new Owner.Here(holding.tenure(), before(holding, now))
        : new Owner.Peer(holding.owner());
  }

  /// Who is asked before the origin.
  public static Optional<Inet4Address> before(Holding holding, Instant now) {
    return holding.formerOwner().filter(node -> open(holding, now));
  }

  /// The tenure under which was stored what `self` gives of a bucket to the present owner, and
  /// drops. Older content is not given: nobody could tell any more that it was never validated.
  public static Optional<Long> gives(Holding holding, Inet4Address self, Instant now) {
    boolean due = !holding.owner().equals(self) && open(holding, now);
    return holding
        .before()
        .filter(former -> due && former.node().equals(self))
        .map(Holding.Former::tenure);
  }

  /// What becomes at `self` of a stored response.
  public static Fate fate(Holding holding, Inet4Address self, Instant now) {
    if (holding.owner().equals(self)) {
      return Fate.KEEP;
    }
    boolean mayBeAsked =
        holding.formerOwner().filter(self::equals).isPresent() && open(holding, now);
    return mayBeAsked ? Fate.KEEP_FOR_NEW_OWNER : Fate.DROP;
  }

  private static boolean open(Holding holding, Instant now) {
    return now.isBefore(holding.since().plus(WINDOW));
  }
}
