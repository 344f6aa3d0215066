package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.negotiation.CacheChoice;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// What a [CacheMachine] wants done, or has to tell. The driver carries effects out in order.
public sealed interface CacheEffect {
  /// Send this message there, to port 2048.
  record Send(Message message, InetAddress to) implements CacheEffect {}

  /// A router lists us as usable.
  record Gained(InetAddress router) implements CacheEffect {}

  /// A router no longer lists us, or has fallen silent.
  record Lost(InetAddress router, LossCause cause) implements CacheEffect {}

  /// A router offers nothing that we can do; it is asked again after a pause.
  record Rejected(InetAddress router, CacheChoice.Kind kind) implements CacheEffect {}

  /// Who computes the assignment now; empty when the routers agree on no cache.
  record Designated(Optional<InetAddress> cache) implements CacheEffect {}

  /// Every live router redirects by this table, in WCCP1 without a key. An empty table: by none.
  record InForce(Optional<AssignmentKey> key, Assignment assignment) implements CacheEffect {}

  /// We are about to use this change number: whoever starts under our address later must begin
  /// above it. Comes before the message.
  record Numbered(int number) implements CacheEffect {}

  /// Routers list these caches, which are no members of our cluster; empty when they are gone.
  record Foreign(List<InetAddress> caches) implements CacheEffect {
    /// Copies the list.
    public Foreign {
      caches = List.copyOf(caches);
    }
  }

  /// We have sent a table repeatedly, and a router still does not show it. WCCP1 has no keys.
  record Unconfirmed(Optional<AssignmentKey> key) implements CacheEffect {
    /// The table with this key.
    public Unconfirmed(AssignmentKey key) {
      this(Optional.of(key));
    }
  }

  /// Every router has confirmed that we leave, or has been told three times.
  record Left() implements CacheEffect {}

  /// A message changed nothing, and why.
  record Ignored(IgnoredReason reason, InetAddress from) implements CacheEffect {}

  /// Why a router was lost.
  enum LossCause {
    /// Nothing heard for 3 × timeout base.
    SILENT,
    /// It answers, but does not list us.
    OMITTED
  }

  /// Why a message changed nothing. The names are metric labels.
  enum IgnoredReason {
    /// A message that only caches send.
    WRONG_DIRECTION,
    /// It comes from no router that we know.
    UNKNOWN_ROUTER,
    /// It has another version number than we speak.
    VERSION,
    /// It lists an address that no cache can have.
    CACHE_ADDRESS,
    /// It is not addressed to us.
    NOT_ADDRESSED,
    /// It answers a message sent to another address than ours to this router.
    SENT_TO,
    /// It answers under an address of a router that we already talk to under another.
    ROUTER_TWICE,
    /// We already know 32 routers.
    TOO_MANY_ROUTERS,
    /// We have asked nothing that it could answer.
    UNSOLICITED,
    /// The router has just been answered.
    QUERY_TOO_SOON
  }
}
