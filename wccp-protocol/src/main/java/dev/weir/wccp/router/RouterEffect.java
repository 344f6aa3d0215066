package dev.weir.wccp.router;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// What a [RouterMachine] wants done, or has to tell. The driver carries effects out in order.
public sealed interface RouterEffect {
  /// Send this message there, to port 2048. The group's address is one of many receivers.
  record Send(Message message, InetAddress to) implements RouterEffect {}

  /// A cache has become usable: it is listed, and may be given buckets.
  record CacheUsable(InetAddress cache, int memberChange) implements RouterEffect {}

  /// A usable cache is gone; its buckets are unassigned, their packets are forwarded normally.
  record CacheLost(InetAddress cache, LossCause cause, int memberChange) implements RouterEffect {}

  /// The routers that usable caches report are others than before (§4.4 step 9).
  record RoutersReported(List<InetAddress> routers, int memberChange) implements RouterEffect {}

  /// The first usable cache has described the dynamic service: these packets are meant (§3.2).
  record Described(Component.Service service) implements RouterEffect {}

  /// The last usable cache is gone, and with it the description of the dynamic service.
  record Undescribed(Component.Service service) implements RouterEffect {}

  /// A table is in force. WCCP1 has no keys.
  record Installed(Optional<AssignmentKey> key, Assignment assignment) implements RouterEffect {
    /// The table with this key.
    public Installed(AssignmentKey key, Assignment assignment) {
      this(Optional.of(key), assignment);
    }
  }

  /// The table is no longer in force; everything is forwarded normally.
  record Flushed(Optional<AssignmentKey> key) implements RouterEffect {
    /// The table with this key.
    public Flushed(AssignmentKey key) {
      this(Optional.of(key));
    }
  }

  /// A message changed nothing, and why.
  record Ignored(IgnoredReason reason, InetAddress from) implements RouterEffect {}

  /// Why a cache was lost.
  enum LossCause {
    /// No valid HERE_I_AM for 3 × timeout base.
    SILENT,
    /// It said so itself.
    SHUTDOWN,
    /// We have forgotten everything, on demand.
    REBOOT
  }

  /// Why a message changed nothing. The names are metric labels.
  enum IgnoredReason {
    /// Its source is not in the group list.
    DENIED_TO_GROUP,
    /// A message that only routers send.
    WRONG_DIRECTION,
    /// It has a version number that we do not speak.
    VERSION,
    /// The cache's address cannot be one, or is of another family than the router's.
    CACHE_ADDRESS,
    /// The group already has 32 caches.
    TOO_MANY_CACHES,
    /// It reports more routers than the equipment that we behave like allows to a group.
    TOO_MANY_ROUTERS,
    /// It means another service than the group's members, or than the operator.
    DESCRIPTION,
    /// It echoes another receive id than the last; it was answered nevertheless.
    STALE_RECEIVE_ID,
    /// It chose what was not offered, or not what the group's members agreed on.
    CAPABILITIES,
    /// The sender of a table is no usable cache, or not at its known address.
    ASSIGN_SENDER,
    /// A table of buckets where the group goes by masks, or the reverse.
    ASSIGN_FORM,
    /// The table is not for us.
    ASSIGN_NOT_LISTED,
    /// The sender has not heard our last message.
    ASSIGN_RECEIVE_ID,
    /// The sender does not know our present members.
    ASSIGN_MEMBER_CHANGE,
    /// The table has more values than an I_SEE_YOU could show.
    ASSIGN_TOO_LARGE
  }
}
