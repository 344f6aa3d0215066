package dev.weir.wccp.router;

import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.ReceiveId;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a router knows of one cache. Confined to its [RouterGroup].
final class Member {
  final InetAddress address;
  InetAddress source;
  InetAddress sentTo;
  CacheIdentity identity;
  Instant heardAt;
  ReceiveId lastSent = ReceiveId.NONE;
  List<InetAddress> routers = List.of();
  boolean usable;
  boolean queried;
  private Optional<InetAddress> elsewhere = Optional.empty();
  private ReceiveId sentElsewhere = ReceiveId.NONE;

  Member(CacheIdentity identity, InetAddress source, InetAddress sentTo, Instant now) {
    this.address = identity.address();
    this.identity = identity;
    this.source = source;
    this.sentTo = sentTo;
    this.heardAt = now;
  }

  /// Notes what was sent there. What a stranger is told in a usable cache's name must not spoil
  /// that cache's own exchange.
  void sent(ReceiveId id, InetAddress to) {
    if (to.equals(source)) {
      lastSent = id;
    } else {
      elsewhere = Optional.of(to);
      sentElsewhere = id;
    }
  }

  /// The last receive id sent there: who moves must have heard it at the new address, so that a
  /// replayed message moves nobody.
  ReceiveId lastSentTo(InetAddress from) {
    return from.equals(source)
        ? lastSent
        : elsewhere.filter(from::equals).isPresent() ? sentElsewhere : ReceiveId.NONE;
  }
}
