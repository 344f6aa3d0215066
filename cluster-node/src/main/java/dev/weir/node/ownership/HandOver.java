package dev.weir.node.ownership;

import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// What a bucket that changed hands asks of its two owners.
///
/// For [#WINDOW] the new owner asks the previous one before the origin, and what it gets the
/// previous one drops. After it the previous one drops the rest. A bucket may go from hand to hand
/// faster than that: then all are asked who have lost it in that time, the last one first. What a
/// node that gets it back has itself of before counts when none of them has anything newer.
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
    if (!holding.owner().equals(self)) {
      return new Owner.Peer(holding.owner());
    }
    List<Inet4Address> before =
        recent(holding, now)
            .map(Holding.Former::node)
            .filter(node -> !node.equals(self))
            .distinct()
            .toList();
    return new Owner.Here(holding.tenure(), before, tenures(holding, self, now));
  }

  /// The tenures under which was stored what `self` gives of a bucket to the present owner, and
  /// drops; the last first. Older content is not given: nobody could tell any more that it was
  /// never validated.
  public static List<Long> gives(Holding holding, Inet4Address self, Instant now) {
    return holding.owner().equals(self) ? List.of() : tenures(holding, self, now);
  }

  /// What becomes at `self` of a stored response.
  public static Fate fate(Holding holding, Inet4Address self, Instant now) {
    if (holding.owner().equals(self)) {
      return Fate.KEEP;
    }
    return tenures(holding, self, now).isEmpty() ? Fate.DROP : Fate.KEEP_FOR_NEW_OWNER;
  }

  /// The tenures that `self` had of a bucket and that may still count, the last first.
  private static List<Long> tenures(Holding holding, Inet4Address self, Instant now) {
    return recent(holding, now)
        .filter(former -> former.node().equals(self))
        .map(Holding.Former::tenure)
        .toList();
  }

  private static Stream<Holding.Former> recent(Holding holding, Instant now) {
    return holding.before().stream().filter(former -> open(former, now));
  }

  /// Whether a former owner may still be asked.
  static boolean open(Holding.Former former, Instant now) {
    return now.isBefore(former.end().plus(WINDOW));
  }
}
