package dev.weir.node.proxy.outward;

import dev.weir.cache.store.Worthless;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.peer.PeerBody;
import dev.weir.node.peer.PeerKind;
import dev.weir.node.peer.link.PeerLink;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What unsafe requests have made worthless, on its way to all other nodes: who owns it depends on
/// the table by which each of them goes, and for a while two may go by two (ADR-0038).
///
/// A node that does not answer is asked again. The client has its answer when each node that may
/// serve it has dropped it or is lost, for then it serves nothing of it when it runs again; after
/// [#PATIENCE] at the latest. Who was not told until then is to doubt all that it has.
///
/// Confined to its event loop.
public final class Retractions {
  /// The longest that a client waits; less than clients do.
  public static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final Duration AGAIN = Duration.ofMillis(500);

  private final PeerLink link;
  private final OwnerLookup owners;

  /// None yet.
  public Retractions(PeerLink link, OwnerLookup owners) {
    this.link = link;
    this.owners = owners;
  }

  /// Has all others drop what is worthless; `done` runs when the client may have its answer.
  void begin(Worthless worthless, Runnable done) {
    new Retraction(PeerBody.of(worthless), done).goOn();
  }

  /// One of them.
  private final class Retraction {
    private final byte[] question;
    private final Runnable done;
    private final Set<Inet4Address> told = new HashSet<>();
    private final Set<Inet4Address> asked = new HashSet<>();
    private final long beganNs = System.nanoTime();
    private boolean over;

    Retraction(byte[] question, Runnable done) {
      this.question = question;
      this.done = done;
    }

    /// Asks whoever has not said that it has dropped it, again and again.
    private void goOn() {
      look();
      if (over) {
        return;
      }
      Set<Inet4Address> next = left();
      next.removeAll(asked);
      asked.addAll(next);
      next.forEach(
          node -> link.ask(node, PeerKind.INVALIDATE, question, reply -> onReply(node, reply)));
      link.loop().schedule(this::goOn, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void onReply(Inet4Address node, Optional<byte[]> reply) {
      asked.remove(node);
      if (reply.isPresent()) {
        told.add(node);
      }
      look();
    }

    private Set<Inet4Address> left() {
      var left = new HashSet<>(owners.keepers());
      left.removeAll(told);
      return left;
    }

    /// Ends it when it is time.
    private void look() {
      boolean late = System.nanoTime() - beganNs >= PATIENCE.toNanos();
      if (!over && (late || left().stream().allMatch(link::isLost))) {
        over = true;
        var untold = new HashSet<>(owners.others());
        untold.removeAll(told);
        untold.forEach(link::owe);
        done.run();
      }
    }
  }
}
